namespace SpikeSharp.Graph.Tests.Safetensors;

/// <summary>A folder that goes with the test.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Root { get; } = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public string this[string name] => Path.Combine(Root, name);

    public string[] Names =>
        [.. Directory.EnumerateFileSystemEntries(Root).Select(p => Path.GetFileName(p)!).Order(StringComparer.Ordinal)];

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
