using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>
/// Replaces a file in one step: whoever looks, at any moment and after any crash, finds the old content or the new, never a part.
/// </summary>
public static partial class AtomicFile
{
    /// <summary>
    /// Writes `name.tmp-pid` in the same folder, forces it to the disk, lets <paramref name="verify"/> look at it, renames it over
    /// <paramref name="path"/> and forces the folder to the disk. On any failure the old file stays and the temporary one goes.
    /// </summary>
    /// <param name="path">The file to write or replace; its folder must exist.</param>
    /// <param name="write">Writes the content; the stream can seek.</param>
    /// <param name="verify">Given the temporary file's path; throws when it is not as it should be.</param>
    /// <exception cref="DiskFullException">The disk is full.</exception>
    /// <exception cref="IOException">The file cannot be written, or another thread is writing it.</exception>
    public static void Write(string path, Action<Stream> write, Action<string>? verify = null)
    {
        path = Path.GetFullPath(path);
        RemoveLeftovers(path);
        var temporary = string.Create(CultureInfo.InvariantCulture, $"{path}.tmp-{Environment.ProcessId}");
        // No sharing: a second writer of the same file fails here, before it can touch what the first one wrote.
        var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None, bufferSize: 1 << 16);
        try
        {
            write(stream);
            stream.Flush(flushToDisk: true);
            stream.Dispose();
            verify?.Invoke(temporary);
            File.Move(temporary, path, overwrite: true);
        }
        catch (Exception e)
        {
            Discard(stream, temporary);
            if (DiskFullException.IsCause(e))
                throw new DiskFullException(path, e);
            throw;
        }
        FlushFolder(Path.GetDirectoryName(path)!);
    }

    /// <summary>Closing flushes what is buffered, which fails again on a full disk; the first error is the one to report.</summary>
    private static void Discard(FileStream stream, string temporary)
    {
        try
        {
            stream.Dispose();
        }
        catch (IOException) { }
        File.Delete(temporary);
    }

    /// <summary>Removes the temporary files of this target whose process is gone: killed while it wrote.</summary>
    private static void RemoveLeftovers(string path)
    {
        var prefix = Path.GetFileName(path) + ".tmp-";
        foreach (var file in Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*.tmp-*"))
        {
            var name = Path.GetFileName(file);
            if (
                name.StartsWith(prefix, StringComparison.Ordinal)
                && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var process)
                && !IsRunning(process)
            )
            {
                File.Delete(file);
            }
        }
    }

    private static bool IsRunning(int id)
    {
        try
        {
            using var process = Process.GetProcessById(id);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Makes the rename durable; .NET opens no folders. Where the system has no such call, the rename is all there is.</summary>
    private static void FlushFolder(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        var descriptor = Open(folder, flags: 0);
        if (descriptor < 0)
            return;
        _ = Flush(descriptor); // some file systems refuse it for folders; the content is on the disk either way
        _ = Close(descriptor);
    }

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync")]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int descriptor);
}
