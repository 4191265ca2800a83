using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging.Video;

/// <summary>Reads the frames of a video file one after the other. Not for several threads at once.</summary>
public sealed unsafe class VideoReader : IDisposable
{
    private readonly VideoHandle handle;

    /// <summary>Opens a file.</summary>
    /// <param name="path">A file in any format that the FFmpeg of this system reads, or a Motion-JPEG AVI.</param>
    /// <exception cref="ImagingException">The file is no video, or its frames are too large.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; addresses and cameras are not opened.</exception>
    public VideoReader(string path)
    {
        // A whole path: nothing in it can be taken for an address, a device or a pattern of numbers.
        Path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(Path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        Native.Check(Native.imaging_video_open(Path, out var video, out var width, out var height, out var rate, out var frames), path);
        handle = new(video);
        if (!Image.Fits(width, height))
        {
            handle.Dispose();
            throw new ImagingException(path, $"its frames are {width}x{height}, which is no image size");
        }
        (Width, Height) = (width, height);
        FrameRate = double.IsFinite(rate) && rate > 0 ? rate : 0;
        FrameCount = frames is > 0 and < long.MaxValue ? (long)frames : 0;
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>Width of a frame in pixels.</summary>
    public int Width { get; }

    /// <summary>Height of a frame in pixels.</summary>
    public int Height { get; }

    /// <summary>Frames a second, or 0 when the file does not say.</summary>
    public double FrameRate { get; }

    /// <summary>The number of frames by the file's own word, often an estimate, or 0 when it does not say.</summary>
    public long FrameCount { get; }

    /// <summary>Reads the next frame into an image that exists.</summary>
    /// <param name="frame">An image of the video's size.</param>
    /// <returns>False at the end of the video; the image is then as it was.</returns>
    /// <exception cref="ArgumentException">The image has another size.</exception>
    /// <exception cref="ImagingException">The frame cannot be decoded.</exception>
    public bool Read(Image frame)
    {
        if ((frame.Width, frame.Height) != (Width, Height))
            throw new ArgumentException($"frames are {Width}x{Height}, the image is {frame.Width}x{frame.Height}", nameof(frame));
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        fixed (byte* pixels = frame.Pixels)
            return Native.CheckMore(Native.imaging_video_read(handle.DangerousGetHandle(), pixels, Width, Height), Path);
    }

    /// <summary>Passes over the next frame, which is cheaper than reading it.</summary>
    /// <returns>False at the end of the video.</returns>
    public bool Skip()
    {
        ObjectDisposedException.ThrowIf(handle.IsClosed, this);
        return Native.CheckMore(Native.imaging_video_skip(handle.DangerousGetHandle()), Path);
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => handle.Dispose();
}
