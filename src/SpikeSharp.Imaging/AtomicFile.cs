namespace SpikeSharp.Imaging;

/// <summary>Files that appear complete or not at all: written under another name in the same folder, then renamed.</summary>
internal static class AtomicFile
{
    /// <summary>A name that no one else uses, in the same folder and with the same extension.</summary>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public static string TemporaryFor(string path)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        return Path.Combine(folder, $".{Path.GetFileNameWithoutExtension(path)}.{Guid.NewGuid():N}{Path.GetExtension(path)}");
    }

    public static void Write(string path, Action<string> write)
    {
        var temporary = TemporaryFor(path);
        try
        {
            write(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }
}
