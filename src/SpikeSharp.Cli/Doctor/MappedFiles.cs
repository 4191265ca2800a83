namespace SpikeSharp.Cli.Doctor;

/// <summary>The files mapped into this process: which copy of a library the loader really took.</summary>
internal static class MappedFiles
{
    /// <summary>The real path of the first mapped file whose name begins so; null when none does, or the system does not tell.</summary>
    public static string? Find(string prefix) => Find(File.Exists("/proc/self/maps") ? File.ReadLines("/proc/self/maps") : [], prefix);

    /// <summary>The same over the lines of a `maps` file.</summary>
    public static string? Find(IEnumerable<string> lines, string prefix) =>
        lines
            .Select(line => line.IndexOf('/') is var at and >= 0 ? line[at..] : "")
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(prefix, StringComparison.Ordinal));
}
