using System.Buffers.Binary;
using System.IO.Compression;

namespace SpikeSharp.Imaging.Formats;

/// <summary>
/// PNG files of one channel, number for number. OpenCV turns palettes into colours and fewer than 8 bits into shades; a mask's numbers are
/// its meaning, so they are read here: filters as in the PNG specification, chapter 9.
/// </summary>
internal static class OneChannelPng
{
    private const uint Header = 0x49484452,
        Data = 0x49444154,
        End = 0x49454E44;
    private const int Grey = 0,
        Colour = 2,
        Palette = 3,
        GreyAlpha = 4,
        ColourAlpha = 6;

    private static ReadOnlySpan<byte> Signature => [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];

    public static ClassMap Decode(ReadOnlySpan<byte> bytes, string name, IReadOnlyDictionary<Rgb, ushort>? colours)
    {
        if (bytes is [0xFF, 0xD8, ..])
            throw new ImagingException(
                name,
                "it is a JPEG, whose compression changes numbers; masks are PNG of one channel: write it anew from what it was made of"
            );
        if (!bytes.StartsWith(Signature))
            throw new ImagingException(name, "it is no PNG file; masks are PNG of one channel: convert it without loss");
        var (longWidth, longHeight) = Png.Check(bytes, name);
        if (!Image.Fits(longWidth, longHeight))
            throw new ImagingException(name, $"{longWidth}x{longHeight} is no image size");
        var (width, height) = ((int)longWidth, (int)longHeight);
        var header = bytes.Slice(16, 13);
        var (depth, colour, interlaced) = ((int)header[8], (int)header[9], header[12] != 0);
        if (colours is not null && colour is Colour or ColourAlpha)
            return Numbered(Image.Decode(bytes, name), colours, name);
        if (colour is not (Grey or Palette))
            throw new ImagingException(
                name,
                $"it has {(colour == GreyAlpha ? "transparency" : "colours")}; a mask is a PNG of one channel, grey or with a palette: "
                    + "write the number of its class for every pixel"
            );
        if (depth is not (1 or 2 or 4 or 8 or 16) || (colour == Palette && depth == 16))
            throw new ImagingException(name, $"a PNG of one channel has no {depth} bits");
        if (interlaced)
            throw new ImagingException(name, "it is interlaced, which masks must not be; write it again without");
        return new ClassMap(
            width,
            height,
            Unfilter(Inflate(bytes, (RowBytes(width, depth) + 1L) * height, name), width, height, depth, name)
        );
    }

    public static byte[] Encode(ClassMap map)
    {
        var wide = map.Values.Any(value => value > byte.MaxValue);
        var depth = wide ? 16 : 8;
        var row = RowBytes(map.Width, depth) + 1;
        var raw = new byte[checked(row * map.Height)]; // each row begins with its filter, 0: none
        for (var y = 0; y < map.Height; y++)
        {
            var target = raw.AsSpan(y * row + 1, row - 1);
            for (var x = 0; x < map.Width; x++)
            {
                if (wide)
                    BinaryPrimitives.WriteUInt16BigEndian(target[(2 * x)..], map[x, y]);
                else
                    target[x] = (byte)map[x, y];
            }
        }
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
            zlib.Write(raw);
        var file = new MemoryStream();
        file.Write(Signature);
        Span<byte> header = stackalloc byte[13];
        header.Clear();
        BinaryPrimitives.WriteInt32BigEndian(header, map.Width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], map.Height);
        header[8] = (byte)depth;
        Write(file, Header, header);
        Write(file, Data, packed.ToArray());
        Write(file, End, []);
        return file.ToArray();
    }

    private static ClassMap Numbered(Image image, IReadOnlyDictionary<Rgb, ushort> colours, string name)
    {
        var numbers = new ushort[image.Width * image.Height];
        for (var i = 0; i < numbers.Length; i++)
        {
            var (x, y) = (i % image.Width, i / image.Width);
            if (!colours.TryGetValue(image[x, y], out numbers[i]))
                throw new ImagingException(
                    name,
                    $"pixel ({x}, {y}) has the colour [{image[x, y].R}, {image[x, y].G}, {image[x, y].B}], "
                        + $"which is none of the {colours.Count} that stand for a number"
                );
        }
        return new ClassMap(image.Width, image.Height, numbers);
    }

    private static int RowBytes(int width, int depth) => (int)(((long)width * depth + 7) / 8);

    // No more is unpacked than the picture has: a small file cannot ask for much memory.
    private static byte[] Inflate(ReadOnlySpan<byte> bytes, long size, string name)
    {
        var packed = new MemoryStream();
        for (var at = Signature.Length; ; )
        {
            var (length, type) = (
                BinaryPrimitives.ReadInt32BigEndian(bytes[at..]),
                BinaryPrimitives.ReadUInt32BigEndian(bytes[(at + 4)..])
            );
            if (type == Data)
                packed.Write(bytes.Slice(at + 8, length));
            if (type == End)
                break;
            at += length + 12;
        }
        packed.Position = 0;
        var raw = new byte[checked((int)size)];
        try
        {
            using var zlib = new ZLibStream(packed, CompressionMode.Decompress);
            zlib.ReadExactly(raw);
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw new ImagingException(name, "its packed data are damaged or too short; fetch or write it again");
        }
        return raw;
    }

    private static ushort[] Unfilter(byte[] raw, int width, int height, int depth, string name)
    {
        var (row, step) = (RowBytes(width, depth), depth == 16 ? 2 : 1);
        var values = new ushort[width * height];
        byte[] above = new byte[row],
            line = new byte[row];
        for (var y = 0; y < height; y++)
        {
            var filtered = raw.AsSpan(y * (row + 1), row + 1);
            Undo(filtered[0], filtered[1..], above, line, step, name);
            var target = values.AsSpan(y * width, width);
            for (var x = 0; x < width; x++)
            {
                target[x] = depth switch
                {
                    16 => BinaryPrimitives.ReadUInt16BigEndian(line.AsSpan(2 * x)),
                    8 => line[x],
                    _ => (ushort)(line[x * depth / 8] >> (8 - depth - x * depth % 8) & ((1 << depth) - 1)),
                };
            }
            (above, line) = (line, above);
        }
        return values;
    }

    private static void Undo(byte filter, ReadOnlySpan<byte> source, ReadOnlySpan<byte> above, Span<byte> line, int step, string name)
    {
        if (filter > 4)
            throw new ImagingException(name, $"a row has the filter {filter}, PNG knows 0 to 4");
        for (var i = 0; i < source.Length; i++)
        {
            int left = i >= step ? line[i - step] : 0,
                up = above[i],
                corner = i >= step ? above[i - step] : 0;
            var predicted = filter switch
            {
                0 => 0,
                1 => left,
                2 => up,
                3 => (left + up) / 2,
                _ => Paeth(left, up, corner),
            };
            line[i] = (byte)(source[i] + predicted);
        }
    }

    private static int Paeth(int left, int up, int corner)
    {
        int estimate = left + up - corner,
            a = Math.Abs(estimate - left),
            b = Math.Abs(estimate - up),
            c = Math.Abs(estimate - corner);
        return a <= b && a <= c ? left
            : b <= c ? up
            : corner;
    }

    private static void Write(Stream file, uint type, ReadOnlySpan<byte> content)
    {
        Span<byte> word = stackalloc byte[4];
        var chunk = new byte[content.Length + 4];
        BinaryPrimitives.WriteUInt32BigEndian(chunk, type);
        content.CopyTo(chunk.AsSpan(4));
        BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
        file.Write(word);
        file.Write(chunk);
        BinaryPrimitives.WriteUInt32BigEndian(word, Png.Crc(chunk));
        file.Write(word);
    }
}
