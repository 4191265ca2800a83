using OpenCvSharp;

namespace SpikeSharp.Imaging.Video;

/// <summary>Reads the frames of a video file one after the other. Not for several threads at once.</summary>
public sealed unsafe class VideoReader : IDisposable
{
    // Only readers of files: OpenCV would otherwise try cameras, numbered pictures and pipelines under the same name.
    private static readonly VideoCaptureAPIs[] Readers = [VideoCaptureAPIs.FFMPEG, VideoCaptureAPIs.OPENCV_MJPEG];

    private readonly VideoCapture _video;
    private readonly Mat _decoded = new();

    /// <summary>Opens a file.</summary>
    /// <param name="path">A file in any format that OpenCV's FFmpeg reads, or a Motion-JPEG AVI.</param>
    /// <exception cref="ImagingException">The file is no video, or its frames are too large.</exception>
    /// <exception cref="FileNotFoundException">There is no such file; addresses and cameras are not opened.</exception>
    public VideoReader(string path)
    {
        // A whole path: nothing in it can be taken for an address, a device or a pattern of numbers.
        Path = System.IO.Path.GetFullPath(path);
        if (!File.Exists(Path))
            throw new FileNotFoundException($"There is no file '{path}'.", path);
        OpenCv.Require();
        _video = Open(Path, path);
        var (width, height) = (_video.FrameWidth, _video.FrameHeight);
        if (!Image.Fits(width, height))
        {
            Dispose();
            throw new ImagingException(path, $"its frames are {width}x{height}, which is no image size");
        }
        var (rate, frames) = (_video.Fps, _video.Get(VideoCaptureProperties.FrameCount));
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
        ObjectDisposedException.ThrowIf(_video.IsDisposed, this);
        try
        {
            if (!_video.Read(_decoded) || _decoded.Empty())
                return false;
            Convert(frame);
            return true;
        }
        catch (OpenCVException error)
        {
            throw OpenCv.Explain(error, Path);
        }
    }

    /// <summary>Passes over the next frame, which is cheaper than reading it.</summary>
    /// <returns>False at the end of the video.</returns>
    public bool Skip()
    {
        ObjectDisposedException.ThrowIf(_video.IsDisposed, this);
        try
        {
            return _video.Grab();
        }
        catch (OpenCVException error)
        {
            throw OpenCv.Explain(error, Path);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        _video.Dispose();
        _decoded.Dispose();
    }

    private static VideoCapture Open(string path, string name)
    {
        var video = new VideoCapture();
        try
        {
            foreach (var reader in Readers)
                if (video.Open(path, reader))
                    return video;
            throw new ImagingException(name, "no decoder knows its format");
        }
        catch (Exception error)
        {
            video.Dispose();
            throw error is OpenCVException refused ? OpenCv.Explain(refused, name) : error;
        }
    }

    // A frame of another size than the video's own is resized to it.
    private void Convert(Image frame)
    {
        if (_decoded.Channels() == 1)
            Cv2.CvtColor(_decoded, _decoded, ColorConversionCodes.GRAY2BGR);
        if ((_decoded.Width, _decoded.Height) != (Width, Height))
            Cv2.Resize(_decoded, _decoded, new Size(Width, Height));
        fixed (byte* pixels = frame.Pixels)
        {
            using var rgb = Mat.FromPixelData(Height, Width, MatType.CV_8UC3, (nint)pixels);
            Cv2.CvtColor(_decoded, rgb, ColorConversionCodes.BGR2RGB);
            if (rgb.DataPointer != pixels)
                throw new ImagingException(Path, "a frame is not an 8-bit colour image");
        }
    }
}
