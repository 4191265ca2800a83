using System.Buffers;
using SpikeSharp.Imaging.Formats;
using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging;

public sealed partial class Image
{
    /// <summary>The largest image file that is read: 512 MiB.</summary>
    public const int MaxFileBytes = 512 << 20;

    /// <summary>Reads an image file (JPEG, PNG, BMP, WebP, TIFF; told by content, not by name).</summary>
    /// <param name="path">The file.</param>
    /// <returns>8-bit RGB: grey is widened, transparency dropped, 16 bits cut to 8, the EXIF orientation applied.</returns>
    /// <exception cref="ImagingException">The file is of no known format, truncated, damaged or too large.</exception>
    /// <exception cref="IOException">The file is missing or cannot be read.</exception>
    public static Image Load(string path)
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
            return Decode(bytes.AsSpan(0, read), path);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <summary>Reads an image from memory; otherwise as <see cref="Load"/>.</summary>
    /// <param name="bytes">The whole file.</param>
    /// <param name="name">What errors call it.</param>
    /// <exception cref="ImagingException">The bytes are of no known format, truncated, damaged or too large.</exception>
    public static unsafe Image Decode(ReadOnlySpan<byte> bytes, string name)
    {
        if (bytes.Length > MaxFileBytes)
            throw new ImagingException(name, $"there are {bytes.Length} bytes, images may have {MaxFileBytes}");
        var header = ImageHeader.Read(bytes, name);
        if (header.Format == ImageFormat.Png && Png.HasOtherChunks(bytes))
        {
            using var plain = Png.WithoutOtherChunks(bytes);
            return DecodeChecked(plain.Span, header, name);
        }
        return DecodeChecked(bytes, header, name);
    }

    private static unsafe Image DecodeChecked(ReadOnlySpan<byte> bytes, ImageHeader header, string name)
    {
        nint decoded;
        int width, height;
        fixed (byte* data = bytes)
            Native.Check(Native.imaging_decode(data, bytes.Length, out decoded, out width, out height), name);
        try
        {
            // An orientation in the EXIF data may swap the sides; anything else means that the header lied.
            if ((width, height) != (header.Width, header.Height) && (height, width) != (header.Width, header.Height))
                throw new ImagingException(name, $"the header says {header.Width}x{header.Height}, the picture is {width}x{height}");
            var image = Uninitialised(width, height);
            fixed (byte* pixels = image.Pixels)
            {
                var taken = decoded;
                decoded = 0;
                Native.Check(Native.imaging_decoded_take(taken, pixels), name);
            }
            return image;
        }
        finally
        {
            if (decoded != 0)
                Native.imaging_decoded_free(decoded);
        }
    }

    /// <summary>The image as the bytes of a file.</summary>
    /// <param name="format">The format.</param>
    /// <param name="quality">0…100 for JPEG and WebP, otherwise without effect.</param>
    public unsafe byte[] Encode(ImageFormat format, int quality = 95)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(quality, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(quality, 100);
        var extension = format switch
        {
            ImageFormat.Jpeg => ".jpg",
            ImageFormat.Png => ".png",
            ImageFormat.Bmp => ".bmp",
            ImageFormat.WebP => ".webp",
            ImageFormat.Tiff => ".tiff",
            _ => throw new ArgumentOutOfRangeException(nameof(format)),
        };
        fixed (byte* pixels = Pixels)
        {
            Native.Check(
                Native.imaging_encode(pixels, Width, Height, extension, quality, out var encoded, out var bytes, out var length),
                format.ToString());
            try
            {
                return new ReadOnlySpan<byte>(bytes, checked((int)length)).ToArray();
            }
            finally
            {
                Native.imaging_encoded_free(encoded);
            }
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
        AtomicFile.Write(path, temporary =>
        {
            using var file = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
            file.Write(bytes);
            file.Flush(flushToDisk: true);
        });
    }
}
