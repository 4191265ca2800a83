using System.Buffers.Binary;

namespace SpikeSharp.Imaging.Formats;

/// <summary>What the first bytes of an image file say. Only formats known here reach OpenCV, whose other decoders are many.</summary>
/// <param name="Format">The format, by its signature.</param>
/// <param name="Width">Width in pixels, before any orientation.</param>
/// <param name="Height">Height in pixels, before any orientation.</param>
internal readonly record struct ImageHeader(ImageFormat Format, int Width, int Height)
{
    /// <summary>Finds format and size and refuses, before anything is allocated for pixels, what is truncated or too large.</summary>
    public static ImageHeader Read(ReadOnlySpan<byte> bytes, string name)
    {
        try
        {
            var (format, (width, height)) = bytes switch
            {
                [] => throw new ImagingException(name, "the file is empty"),
                [0xFF, 0xD8, ..] => (ImageFormat.Jpeg, Jpeg.Check(bytes, name)),
                [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, ..] => (ImageFormat.Png, Png.Check(bytes, name)),
                [(byte)'B', (byte)'M', ..] => (ImageFormat.Bmp, BmpSize(bytes)),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => (
                    ImageFormat.WebP,
                    WebPSize(bytes, name)
                ),
                [(byte)'I', (byte)'I', 42, 0, ..] => (ImageFormat.Tiff, TiffSize(bytes, name, littleEndian: true)),
                [(byte)'M', (byte)'M', 0, 42, ..] => (ImageFormat.Tiff, TiffSize(bytes, name, littleEndian: false)),
                _ => throw new ImagingException(name, "the content is not JPEG, PNG, BMP, WebP or TIFF"),
            };
            if (!Image.Fits(width, height))
                throw new ImagingException(
                    name,
                    $"the header says {width}x{height} pixels; sides may be 1 to {Image.MaxSide} and pixels at most {Image.MaxPixels}"
                );
            return new(format, (int)width, (int)height);
        }
        catch (ArgumentOutOfRangeException)
        {
            // A slice beyond the end: the fixed fields below are read without a check of their own.
            throw Truncated(name, bytes.Length, "its header is complete");
        }
    }

    public static ImagingException Truncated(string name, int length, string before) =>
        new(name, $"the file is truncated, its {length} bytes end before {before}; fetch or write it again");

    private static (long, long) BmpSize(ReadOnlySpan<byte> bytes)
    {
        var headerSize = BinaryPrimitives.ReadUInt32LittleEndian(bytes[14..]);
        if (headerSize == 12)
            return (BinaryPrimitives.ReadUInt16LittleEndian(bytes[18..]), BinaryPrimitives.ReadUInt16LittleEndian(bytes[20..]));
        // A negative height means rows from the top.
        return (BinaryPrimitives.ReadInt32LittleEndian(bytes[18..]), Math.Abs((long)BinaryPrimitives.ReadInt32LittleEndian(bytes[22..])));
    }

    private static (long, long) WebPSize(ReadOnlySpan<byte> bytes, string name)
    {
        if (BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]) + 8L > bytes.Length)
            throw Truncated(name, bytes.Length, "the length that its RIFF header gives");
        switch (BinaryPrimitives.ReadUInt32BigEndian(bytes[12..]))
        {
            case 0x56503858: // VP8X: 24 bits each, less one
                return (
                    (BinaryPrimitives.ReadUInt32LittleEndian(bytes[24..]) & 0xFFFFFF) + 1,
                    (BinaryPrimitives.ReadUInt32LittleEndian(bytes[26..]) >> 8) + 1
                );
            case 0x56503820: // VP8, lossy: 14 bits each
                return (
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[26..]) & 0x3FFF,
                    BinaryPrimitives.ReadUInt16LittleEndian(bytes[28..]) & 0x3FFF
                );
            case 0x5650384C: // VP8L, lossless: 14 bits each, less one
                var bits = BinaryPrimitives.ReadUInt32LittleEndian(bytes[21..]);
                return ((bits & 0x3FFF) + 1, ((bits >> 14) & 0x3FFF) + 1);
            default:
                throw new ImagingException(name, "the WebP file holds no picture");
        }
    }

    private static (long, long) TiffSize(ReadOnlySpan<byte> bytes, string name, bool littleEndian)
    {
        long width = 0,
            height = 0;
        var directory = bytes[checked((int)Math.Min(Long(bytes[4..]), int.MaxValue))..];
        var count = Short(directory);
        for (var i = 0; i < count; i++)
        {
            var entry = directory.Slice(2 + 12 * i, 12); // tag, type (3 short, 4 long), count, value
            var value = Short(entry[2..]) == 3 ? Short(entry[8..]) : Long(entry[8..]);
            switch (Short(entry))
            {
                case 256:
                    width = value;
                    break;
                case 257:
                    height = value;
                    break;
            }
        }
        return width > 0 && height > 0 ? (width, height) : throw new ImagingException(name, "the TIFF file gives no width and height");

        ushort Short(ReadOnlySpan<byte> at) =>
            littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(at) : BinaryPrimitives.ReadUInt16BigEndian(at);
        uint Long(ReadOnlySpan<byte> at) =>
            littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(at) : BinaryPrimitives.ReadUInt32BigEndian(at);
    }
}
