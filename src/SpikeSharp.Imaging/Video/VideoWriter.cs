using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging.Video;

/// <summary>
/// Writes a video frame by frame, as .avi (Motion-JPEG) or .mp4 (MPEG-4). It is written under another name and gets its own only
/// in <see cref="Finish"/>; without that nothing is left. Not for several threads at once.
/// </summary>
public sealed unsafe class VideoWriter : IDisposable
{
    private readonly VideoWriterHandle handle;
    private readonly string temporary;

    /// <summary>Opens a new file.</summary>
    /// <param name="path">Ends in .avi or .mp4; an existing file is replaced at the end.</param>
    /// <param name="width">Width of a frame in pixels.</param>
    /// <param name="height">Height of a frame in pixels.</param>
    /// <param name="frameRate">Frames a second, above 0.</param>
    /// <exception cref="ImagingException">The extension is another, or this system has no encoder for it.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    public VideoWriter(string path, int width, int height, double frameRate)
    {
        if (!Image.Fits(width, height))
            throw new ArgumentOutOfRangeException(nameof(width), $"{width}x{height} is no image size");
        if (!(frameRate > 0 && double.IsFinite(frameRate)))
            throw new ArgumentOutOfRangeException(nameof(frameRate), $"{frameRate} frames a second cannot be written");
        var codec = System.IO.Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".avi" => "MJPG",
            ".mp4" => "mp4v",
            var other => throw new ImagingException(path, $"videos are written as .avi or .mp4, not as '{other}'"),
        };
        (Path, Width, Height) = (System.IO.Path.GetFullPath(path), width, height);
        temporary = AtomicFile.TemporaryFor(Path);
        try
        {
            Native.Check(Native.imaging_writer_open(temporary, codec, frameRate, width, height, out var writer), path);
            handle = new(writer);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Width of a frame in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of a frame in pixels.</summary>
    public int Height { get; }

    /// <summary>Appends a frame.</summary>
    /// <param name="frame">An image of the video's size.</param>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    public void Write(Image frame)
    {
        if ((frame.Width, frame.Height) != (Width, Height))
            throw new ArgumentException($"frames are {Width}x{Height}, the image is {frame.Width}x{frame.Height}", nameof(frame));
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        fixed (byte* pixels = frame.Pixels)
            Native.Check(Native.imaging_writer_write(handle.DangerousGetHandle(), pixels, Width, Height), Path);
    }

    /// <summary>Writes the end of the video and gives the file its name.</summary>
    /// <exception cref="IOException">The file cannot take its name.</exception>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        handle.Dispose();
        using (var file = File.OpenHandle(temporary, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        File.Move(temporary, Path, overwrite: true);
    }

    /// <summary>Closes; a video that is not finished is deleted.</summary>
    public void Dispose()
    {
        handle.Dispose();
        File.Delete(temporary);
    }
}
