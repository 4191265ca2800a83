using System.Buffers.Binary;

namespace SpikeSharp.Imaging.Formats;

/// <summary>
/// Walks the markers of a JPEG file. OpenCV's decoder paints what is missing of a truncated file grey and calls that success;
/// here the image must reach its end marker. Bytes after it are allowed: cameras append previews and videos.
/// </summary>
internal static class Jpeg
{
    private const byte StartOfImage = 0xD8,
        EndOfImage = 0xD9,
        StartOfScan = 0xDA;

    /// <summary>Width and height from the frame header of a file that is complete.</summary>
    public static (long Width, long Height) Check(ReadOnlySpan<byte> bytes, string name)
    {
        (long Width, long Height)? size = null;
        var scanned = false;
        var at = 2;
        while (true)
        {
            // Stray bytes before a marker are skipped, as every decoder does.
            at += bytes[at..].IndexOf((byte)0xFF) is >= 0 and var stray ? stray : throw Truncated(bytes, name);
            at += bytes[at..].IndexOfAnyExcept((byte)0xFF) is >= 0 and var fill ? fill : throw Truncated(bytes, name);
            var marker = bytes[at++];
            if (marker == EndOfImage)
                return scanned && size is { } complete ? complete : throw new ImagingException(name, "the JPEG file holds no picture");
            if (marker is 0 or 1 or >= 0xD0 and <= 0xD7)
                continue;
            if (marker == StartOfImage)
                throw new ImagingException(name, $"a second JPEG image starts at byte {at - 2} inside the first, which has no end marker");

            // A segment: its length, which counts itself, then its content. The thumbnail in EXIF data is inside one.
            if (at + 2 > bytes.Length)
                throw Truncated(bytes, name);
            int length = BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
            if (length < 2)
                throw new ImagingException(name, $"the JPEG segment at byte {at - 2} has the impossible length {length}");
            if (at + length > bytes.Length)
                throw Truncated(bytes, name);
            if (IsFrameHeader(marker))
            {
                if (size is not null || length < 8)
                    throw new ImagingException(name, $"the JPEG frame header at byte {at - 2} is damaged");
                size = (BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 5)..]), BinaryPrimitives.ReadUInt16BigEndian(bytes[(at + 3)..]));
            }
            at += length;
            if (marker == StartOfScan)
            {
                scanned = true;
                at = EndOfScan(bytes, at, name);
            }
        }
    }

    // C4, C8 and CC are tables, not frames.
    private static bool IsFrameHeader(byte marker) => marker is >= 0xC0 and <= 0xCF and not (0xC4 or 0xC8 or 0xCC);

    /// <summary>The first marker after entropy-coded data, in which FF is followed by 00 or is a restart marker.</summary>
    private static int EndOfScan(ReadOnlySpan<byte> bytes, int at, string name)
    {
        while (true)
        {
            var next = bytes[at..].IndexOf((byte)0xFF);
            if (next < 0 || at + next + 1 >= bytes.Length)
                throw Truncated(bytes, name);
            at += next;
            if (bytes[at + 1] is not (0 or 0xFF or >= 0xD0 and <= 0xD7))
                return at;
            at += bytes[at + 1] == 0xFF ? 1 : 2;
        }
    }

    private static ImagingException Truncated(ReadOnlySpan<byte> bytes, string name) =>
        ImageHeader.Truncated(name, bytes.Length, "the end-of-image marker of JPEG");
}
