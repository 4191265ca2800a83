namespace SpikeSharp.Graph.Safetensors;

/// <summary>The disk, or the user's share of it, is full; the file that was to be replaced is as it was.</summary>
/// <param name="path">The file that was to be written.</param>
/// <param name="inner">The system's error.</param>
public sealed class DiskFullException(string path, Exception inner)
    : IOException($"{path}: not written, the disk is full; free some space and try again (an older file of this name is untouched)", inner)
{
    private const int NoSpace = 28,
        QuotaLinux = 122,
        QuotaMac = 69; // errno: ENOSPC, EDQUOT
    private const int WindowsHandleDiskFull = unchecked((int)0x80070027),
        WindowsDiskFull = unchecked((int)0x80070070);

    /// <summary>The file that was to be written.</summary>
    public string FilePath { get; } = path;

    internal static bool IsCause(Exception e) =>
        e is IOException
        && (
            OperatingSystem.IsWindows()
                ? e.HResult is WindowsHandleDiskFull or WindowsDiskFull
                : e.HResult == NoSpace || e.HResult == (OperatingSystem.IsMacOS() ? QuotaMac : QuotaLinux)
        );
}
