using System.Buffers.Binary;

namespace SpikeSharp.Imaging.Formats;

/// <summary>
/// Walks the chunks of a PNG file up to IEND and checks the sums of those that make the picture: OpenCV's decoder fills what is
/// missing with grey, and prints. Chunks that do not make the picture (colour profiles, texts, time) are kept from it.
/// </summary>
internal static class Png
{
    private const uint Header = 0x49484452,
        Palette = 0x504C5445,
        Data = 0x49444154,
        End = 0x49454E44;
    private const uint Transparency = 0x74524E53,
        Exif = 0x65584966;
    private const int Signature = 8,
        ChunkFrame = 12;

    private static readonly uint[] CrcTable = MakeCrcTable();

    /// <summary>Width and height of a file that is complete.</summary>
    public static (long Width, long Height) Check(ReadOnlySpan<byte> bytes, string name)
    {
        (long, long)? size = null;
        var data = false;
        for (var at = Signature; ; at += Length(bytes, at) + ChunkFrame)
        {
            var length = bytes.Length - at < ChunkFrame ? -1 : Length(bytes, at);
            if (length < 0 || length > bytes.Length - at - ChunkFrame)
                throw ImageHeader.Truncated(name, bytes.Length, "the IEND chunk of PNG");
            var type = Type(bytes, at);
            if (size is null != (type == Header))
                throw new ImagingException(name, $"the PNG chunk at byte {at} is not where it belongs");
            var sum = BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 8 + length)..]);
            if (MakesPicture(type) && Crc(bytes.Slice(at + 4, length + 4)) != sum)
                throw new ImagingException(
                    name,
                    $"the PNG chunk at byte {at} is damaged, its check sum is wrong; fetch or write the file again"
                );
            if (type == Header)
                size =
                    length == 13
                        ? (
                            BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 8)..]),
                            BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 12)..])
                        )
                        : throw new ImagingException(name, $"the PNG header has {length} bytes instead of 13");
            data |= type == Data;
            if (type == End)
                return data ? size!.Value : throw new ImagingException(name, "the PNG file holds no picture");
        }
    }

    /// <summary>A checked file without the chunks that do not make the picture; none when it has no others.</summary>
    public static PooledBytes Plain(ReadOnlySpan<byte> bytes)
    {
        if (!HasOtherChunks(bytes))
            return default;
        var plain = new PooledBytes(bytes.Length);
        plain.Append(bytes[..Signature]);
        for (var at = Signature; ; at += Length(bytes, at) + ChunkFrame)
        {
            if (MakesPicture(Type(bytes, at)))
                plain.Append(bytes.Slice(at, Length(bytes, at) + ChunkFrame));
            if (Type(bytes, at) == End)
                return plain;
        }
    }

    private static bool HasOtherChunks(ReadOnlySpan<byte> bytes)
    {
        for (var at = Signature; ; at += Length(bytes, at) + ChunkFrame)
        {
            if (!MakesPicture(Type(bytes, at)))
                return true;
            if (Type(bytes, at) == End)
                return false;
        }
    }

    private static bool MakesPicture(uint type) => type is Header or Palette or Data or End or Transparency or Exif;

    private static int Length(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadInt32BigEndian(bytes[at..]);

    private static uint Type(ReadOnlySpan<byte> bytes, int at) => BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..]);

    public static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
            crc = CrcTable[(byte)crc ^ value] ^ (crc >> 8);
        return ~crc;
    }

    private static uint[] MakeCrcTable()
    {
        var table = new uint[256];
        for (var i = 0u; i < 256; i++)
        {
            table[i] = i;
            for (var bit = 0; bit < 8; bit++)
                table[i] = (table[i] >> 1) ^ ((table[i] & 1) * 0xEDB88320);
        }
        return table;
    }
}
