namespace SpikeSharp.Reports;

/// <summary>
/// A folder of results that one process writes to and no other, for as long as this object lives: two runs begun at once do not mix.
/// </summary>
public sealed class ClaimedFolder : IDisposable
{
    /// <summary>Held open while the folder is in use; of a process that was killed it stays behind, and means nothing.</summary>
    public const string LockName = ".in-use";

    private const int WouldBlock = 11,
        WouldBlockMac = 35,
        SharingViolation = unchecked((int)0x80070020);

    private readonly FileStream _hold;
    private readonly List<string> _made;

    private ClaimedFolder(string folder, FileStream hold, List<string> made) => (Folder, _hold, _made) = (folder, hold, made);

    /// <summary>The folder.</summary>
    public string Folder { get; }

    /// <summary>Makes and claims the folder of the next run, as <see cref="RunFolders.Next"/> names it.</summary>
    /// <inheritdoc cref="RunFolders.Next" path="/param"/>
    /// <exception cref="IOException">The name must be taken, and another process writes there; or the folder cannot be made.</exception>
    public static ClaimedFolder Next(string project, string name, bool existOk = false)
    {
        while (true)
        {
            var folder = RunFolders.Next(project, name, existOk);
            if (existOk)
                return Of(folder);
            // Between the choice of the name and its claim another process may have taken it, and even have ended.
            if (Try(folder) is not { } claim)
                continue;
            if (Directory.EnumerateFileSystemEntries(folder).All(entry => Path.GetFileName(entry) == LockName))
                return claim;
            claim.Dispose();
        }
    }

    /// <summary>Claims this very folder, and makes it if it is not there.</summary>
    /// <exception cref="IOException">Another process writes there, or the folder cannot be made.</exception>
    public static ClaimedFolder Of(string folder) =>
        Try(folder)
        ?? throw new IOException($"{folder} is in use: another process writes there; wait until it has ended, or name another folder");

    /// <summary>Gives the folder back; if nothing was written, it goes, and with it the folders made for it.</summary>
    public void Dispose()
    {
        _hold.Dispose();
        foreach (var folder in _made)
        {
            if (!Directory.Exists(folder) || Directory.EnumerateFileSystemEntries(folder).Any())
                return;
            Directory.Delete(folder);
        }
    }

    private static ClaimedFolder? Try(string folder)
    {
        var made = new List<string>();
        for (var above = Path.GetFullPath(folder); above is not null && !Path.Exists(above); above = Path.GetDirectoryName(above))
            made.Add(above);
        Directory.CreateDirectory(folder);
        try
        {
            return new(
                folder,
                new FileStream(
                    Path.Combine(folder, LockName),
                    FileMode.OpenOrCreate,
                    FileAccess.ReadWrite,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                ),
                made
            );
        }
        catch (IOException e) when (e.HResult is WouldBlock or WouldBlockMac or SharingViolation)
        {
            return null;
        }
    }
}
