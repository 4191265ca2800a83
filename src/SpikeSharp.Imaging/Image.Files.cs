using System.Buffers;
using OpenCvSharp;
using OpenCvSharp.Internal;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Imaging.Formats;

namespace SpikeSharp.Imaging;

public sealed partial class Image
{
    // OpenCV's IMREAD_COLOR_RGB, which OpenCvSharp does not name.
    private const ImreadModes ColourRgb = (ImreadModes)256;

    /// <summary>The largest image file that is read: 512 MiB.</summary>
    public const int MaxFileBytes = 512 << 20;

    /// <summary>Reads an image file (JPEG, PNG, BMP, WebP, TIFF; told by content, not by name).</summary>
    /// <param name="path">The file.</param>
    /// <param name="channels">Three for RGB; one for grey, weighted as usual from the colours; else as many as a TIFF file has pages, each
    /// of which is one channel.</param>
    /// <returns>8 bits a channel: grey is widened, transparency dropped, 16 bits cut to 8, the EXIF orientation applied.</returns>
    /// <exception cref="ImagingException">The file is of no known format, damaged or too large, or has other channels.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Image Load(string path, int channels = Colours)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read, FileOptions.SequentialScan);
        var length = RandomAccess.GetLength(file);
        if (length > MaxFileBytes)
            throw new ImagingException(path, $"the file has {length} bytes, images may have {MaxFileBytes}");
        var bytes = ArrayPool<byte>.Shared.Rent((int)length);
        try
        {
            var read = 0;
            while (read < length && RandomAccess.Read(file, bytes.AsSpan(read, (int)length - read), read) is > 0 and var got)
                read += got;
            return Decode(bytes.AsSpan(0, read), path, channels);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads an image from memory; otherwise as <see cref="Load"/>.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <param name="channels">As for <see cref="Load"/>.</param>
    /// <exception cref="ImagingException">The bytes are of no known format, damaged or too large, or have other channels.</exception>
    public static Image Decode(ReadOnlySpan<byte> bytes, string name, int channels = Colours) =>
        channels switch
        {
            Colours => DecodeColours(bytes, name),
            1 => DecodeColours(bytes, name).ToGrey(),
            _ => TiffPages.Decode(bytes, name, channels),
        };

    private static Image DecodeColours(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length > MaxFileBytes)
            throw new ImagingException(name, $"there are {bytes.Length} bytes, images may have {MaxFileBytes}");
        var header = ImageHeader.Read(bytes, name);
        using var plain = header.Format switch
        {
            ImageFormat.Png => Png.Plain(bytes),
            ImageFormat.Jpeg => JpegScans.Plain(bytes, name),
            _ => default,
        };
        return DecodeChecked(plain.IsNone ? bytes : plain.Span, header, name);
    }

    private static unsafe Image DecodeChecked(ReadOnlySpan<byte> bytes, ImageHeader header, string name)
    {
        OpenCv.Require();
        try
        {
            using var decoded = Cv2.ImDecode(bytes, ColourRgb);
            if (decoded.Empty())
                throw new ImagingException(name, "the decoder refuses its data");
            // An orientation in the EXIF data may swap the sides; anything else means that the header lied.
            var (width, height) = (decoded.Width, decoded.Height);
            if ((width, height) != (header.Width, header.Height) && (height, width) != (header.Width, header.Height))
                throw new ImagingException(name, $"the header says {header.Width}x{header.Height}, the picture is {width}x{height}");
            if (decoded.Type() != MatType.CV_8UC3 || !decoded.IsContinuous())
                throw new ImagingException(name, $"the decoder gave {decoded.Type()}, not 8-bit colours");
            var image = Uninitialised(width, height);
            new ReadOnlySpan<byte>(decoded.DataPointer, image.Pixels.Length).CopyTo(image.Pixels);
            return image;
        }
        catch (OpenCVException error)
        {
            throw OpenCv.Explain(error, name);
        }
    }

    /// <summary>One channel of grey; itself if that is what it is.</summary>
    /// <returns>Each pixel 0.299·R + 0.587·G + 0.114·B, rounded.</returns>
    /// <exception cref="InvalidOperationException">The image is neither grey nor RGB.</exception>
    public unsafe Image ToGrey()
    {
        if (Channels == 1)
            return this;
        RequireColours();
        var grey = Uninitialised(Width, Height, channels: 1);
        fixed (
            byte* from = Pixels,
                to = grey.Pixels
        )
        {
            using var before = PixelView.Of(this, from);
            using var after = PixelView.Of(grey, to);
            OpenCv.Check(
                NativeMethods.imgproc_cvtColor(before.Input, after.Output, (int)ColorConversionCodes.RGB2GRAY, 0),
                "conversion to grey"
            );
            after.RequireInPlace("conversion to grey");
        }
        return grey;
    }

    /// <summary>Red, green and blue for looking at; itself if that is what it is.</summary>
    /// <returns>Grey where there is one channel; else the first three, and 0 for one that is missing.</returns>
    public Image ToRgb()
    {
        if (Channels == Colours)
            return this;
        var colours = Uninitialised(Width, Height);
        for (var i = 0; i < Width * Height; i++)
        {
            for (var c = 0; c < Colours; c++)
                colours.Pixels[Colours * i + c] =
                    Channels == 1 ? Pixels[i]
                    : c < Channels ? Pixels[Channels * i + c]
                    : (byte)0;
        }
        return colours;
    }

    /// <summary>The image as the bytes of a file.</summary>
    /// <param name="format">The format.</param>
    /// <param name="quality">0…100 for JPEG and WebP, otherwise without effect.</param>
    /// <exception cref="InvalidOperationException">The image is neither grey nor RGB; see <see cref="ToRgb"/>.</exception>
    public unsafe byte[] Encode(ImageFormat format, int quality = 95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        if (Channels == 1)
            return ToRgb().Encode(format, quality);
        RequireColours();
        var extension = format switch
        {
            ImageFormat.Jpeg => ".jpg",
            ImageFormat.Png => ".png",
            ImageFormat.Bmp => ".bmp",
            ImageFormat.WebP => ".webp",
            ImageFormat.Tiff => ".tiff",
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        int[] options = format switch
        {
            ImageFormat.Jpeg => [(int)ImwriteFlags.JpegQuality, quality],
            ImageFormat.WebP => [(int)ImwriteFlags.WebPQuality, quality],
            _ => [],
        };
        OpenCv.Require();
        try
        {
            fixed (byte* pixels = Pixels)
            {
                using var view = Mat.FromPixelData(Height, Width, MatType.CV_8UC3, (nint)pixels);
                using var blueFirst = new Mat();
                Cv2.CvtColor(view, blueFirst, ColorConversionCodes.RGB2BGR);
                return Cv2.ImEncode(extension, blueFirst, out var bytes, options)
                    ? bytes
                    : throw new ImagingException(format.ToString(), "the encoder refuses the image");
            }
        }
        catch (OpenCVException error)
        {
            throw OpenCv.Explain(error, format.ToString());
        }
    }

    /// <summary>Writes the image; the format follows the file's extension. The file appears complete or not at all.</summary>
    /// <param name="path">.jpg, .jpeg, .png, .bmp, .webp, .tif or .tiff.</param>
    /// <param name="quality">0…100 for JPEG and WebP, otherwise without effect.</param>
    /// <exception cref="ImagingException">The extension is of no format that is written.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Save(string path, int quality = 95)
    {
        var format = Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".jpg" or ".jpeg" => ImageFormat.Jpeg,
            ".png" => ImageFormat.Png,
            ".bmp" => ImageFormat.Bmp,
            ".webp" => ImageFormat.WebP,
            ".tif" or ".tiff" => ImageFormat.Tiff,
            var other => throw new ImagingException(path, $"images are written as .jpg, .png, .bmp, .webp or .tiff, not as '{other}'"),
        };
        var bytes = Encode(format, quality);
        AtomicFile.Write(path, file => file.Write(bytes));
    }
}
