using OpenCvSharp;
using CvWriter = OpenCvSharp.VideoWriter;

namespace SpikeSharp.Imaging.Video;

/// <summary>
/// Writes a video frame by frame, as .avi (Motion-JPEG) or .mp4 (MPEG-4). It is written under another name and gets its own only
/// in <see cref="Finish"/>; without that nothing is left. Not for several threads at once.
/// </summary>
public sealed unsafe class VideoWriter : IDisposable
{
    private static readonly VideoCaptureAPIs[] Backends = [VideoCaptureAPIs.FFMPEG, VideoCaptureAPIs.OPENCV_MJPEG];

    private readonly CvWriter _writer;
    private readonly Mat _blueFirst = new();
    private readonly string _temporary;

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
        var folder = System.IO.Path.GetDirectoryName(Path)!;
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"There is no folder '{folder}'.");
        // OpenCV writes by name and tells formats by the extension, so a stream of AtomicFile does not serve.
        var (name, extension) = (System.IO.Path.GetFileNameWithoutExtension(path), System.IO.Path.GetExtension(path));
        _temporary = System.IO.Path.Combine(folder, $".{name}.{Guid.NewGuid():N}{extension}");
        OpenCv.Require();
        _writer = Open(codec, frameRate, path);
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
        ObjectDisposedException.ThrowIf(_writer.IsDisposed, this);
        try
        {
            fixed (byte* pixels = frame.Pixels)
            {
                using var rgb = Mat.FromPixelData(Height, Width, MatType.CV_8UC3, (nint)pixels);
                Cv2.CvtColor(rgb, _blueFirst, ColorConversionCodes.RGB2BGR);
            }
            _writer.Write(_blueFirst);
        }
        catch (OpenCVException error)
        {
            throw OpenCv.Explain(error, Path);
        }
    }

    /// <summary>Writes the end of the video and gives the file its name.</summary>
    /// <exception cref="IOException">The file cannot take its name.</exception>
    public void Finish()
    {
        ObjectDisposedException.ThrowIf(_writer.IsDisposed, this);
        Close();
        using (var file = File.OpenHandle(_temporary, FileMode.Open, FileAccess.ReadWrite))
            RandomAccess.FlushToDisk(file);
        File.Move(_temporary, Path, overwrite: true);
    }

    /// <summary>Closes; a video that is not finished is deleted.</summary>
    public void Dispose()
    {
        Close();
        File.Delete(_temporary);
    }

    // Closing writes what is still to be written.
    private void Close()
    {
        _writer.Dispose();
        _blueFirst.Dispose();
    }

    private CvWriter Open(string codec, double frameRate, string name)
    {
        var writer = new CvWriter();
        try
        {
            foreach (var backend in Backends)
                if (writer.Open(_temporary, backend, FourCC.FromString(codec), frameRate, new Size(Width, Height)))
                    return writer;
            throw new ImagingException(name, "no encoder writes this format");
        }
        catch (Exception error)
        {
            writer.Dispose();
            _blueFirst.Dispose();
            File.Delete(_temporary);
            throw error is OpenCVException refused ? OpenCv.Explain(refused, name) : error;
        }
    }
}
