using System.Buffers.Binary;
using System.IO.Compression;

namespace SpikeSharp.Imaging.Tests;

public sealed class ClassMapTests
{
    [Theory]
    [InlineData(255, 8)]
    [InlineData(256, 16)]
    [InlineData(65535, 16)]
    public void A_map_comes_back_number_for_number(int largest, int depth)
    {
        var random = new Random(5);
        var map = new ClassMap(
            37,
            23,
            [.. Enumerable.Range(0, 37 * 23).Select(i => (ushort)(i == 0 ? largest : random.Next(largest + 1)))]
        );
        var bytes = map.Encode();
        Assert.Equal(depth, bytes[24]);
        var read = ClassMap.Decode(bytes, "x");
        Assert.Equal((37, 23), (read.Width, read.Height));
        Assert.Equal(map.Values, read.Values);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    [InlineData(16)]
    public void Every_depth_and_every_filter_is_read(int depth)
    {
        var random = new Random(depth);
        const int Width = 13,
            Height = 10;
        var values = new ushort[Width * Height];
        for (var i = 0; i < values.Length; i++)
            values[i] = (ushort)random.Next(1 << depth);
        Assert.Equal(values, ClassMap.Decode(Png(Width, Height, depth, 0, values), "x").Values);
    }

    [Fact]
    public void The_numbers_of_a_palette_are_its_indices_and_not_its_colours()
    {
        ushort[] values = [0, 1, 2, 3, 2, 1];
        Assert.Equal(values, ClassMap.Decode(Png(3, 2, 8, 3, values), "x").Values);
        Assert.Equal(values, ClassMap.Decode(Png(3, 2, 2, 3, values), "x").Values);
    }

    [Fact]
    public void OpenCV_reads_what_is_written()
    {
        var image = Image.Decode(new ClassMap(2, 2, [0, 7, 200, 255]).Encode(), "x");
        Assert.Equal([0, 7, 200, 255], (byte[])[image[0, 0].R, image[1, 0].G, image[0, 1].B, image[1, 1].R]);
    }

    [Fact]
    public void Files_that_are_no_masks_are_refused_with_their_name()
    {
        var colour = new Image(4, 4).Encode(ImageFormat.Png);
        Assert.Contains("one channel", Refused(colour), StringComparison.Ordinal);
        Assert.Contains("is a JPEG", Refused(new Image(4, 4).Encode(ImageFormat.Jpeg)), StringComparison.Ordinal);
        Assert.Contains("no PNG", Refused(new Image(4, 4).Encode(ImageFormat.Bmp)), StringComparison.Ordinal);
        Assert.Contains("transparency", Refused(Png(3, 2, 8, 4, new ushort[6])), StringComparison.Ordinal);
        var good = new ClassMap(9, 9, new ushort[81]).Encode();
        for (var length = 0; length < good.Length; length++)
            Refused(good[..length]);
        for (var at = 8; at < good.Length; at++)
        {
            var damaged = (byte[])good.Clone();
            damaged[at] ^= 0x10;
            try
            {
                ClassMap.Decode(damaged, "x.png");
            }
            catch (ImagingException e)
            {
                Assert.Equal("x.png", e.File);
            }
        }
    }

    [Fact]
    public void A_picture_with_fewer_data_than_it_claims_is_refused() =>
        Assert.Contains("too short", Refused(Png(64, 64, 8, 0, new ushort[64 * 64], rows: 3)), StringComparison.Ordinal);

    private static string Refused(byte[] bytes)
    {
        var e = Assert.Throws<ImagingException>(() => ClassMap.Decode(bytes, "x.png"));
        Assert.Equal("x.png", e.File);
        return e.Reason;
    }

    // A PNG whose rows use the five filters in turn.
    private static byte[] Png(int width, int height, int depth, byte colour, ushort[] values, int? rows = null)
    {
        var row = (width * depth + 7) / 8;
        var step = depth == 16 ? 2 : 1;
        var above = new byte[row];
        var raw = new MemoryStream();
        for (var y = 0; y < (rows ?? height); y++)
        {
            var line = new byte[row];
            for (var x = 0; x < width; x++)
            {
                var value = values[y * width + x];
                if (depth == 16)
                    BinaryPrimitives.WriteUInt16BigEndian(line.AsSpan(2 * x), value);
                else
                    line[x * depth / 8] |= (byte)(value << (8 - depth - x * depth % 8));
            }
            var filter = y % 5;
            raw.WriteByte((byte)filter);
            for (var i = 0; i < row; i++)
            {
                int left = i >= step ? line[i - step] : 0,
                    up = above[i],
                    corner = i >= step ? above[i - step] : 0;
                int p = left + up - corner,
                    a = Math.Abs(p - left),
                    b = Math.Abs(p - up),
                    c = Math.Abs(p - corner);
                raw.WriteByte(
                    (byte)(
                        line[i]
                        - filter switch
                        {
                            0 => 0,
                            1 => left,
                            2 => up,
                            3 => (left + up) / 2,
                            _ => a <= b && a <= c ? left
                            : b <= c ? up
                            : corner,
                        }
                    )
                );
            }
            above = line;
        }
        var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
            zlib.Write(raw.ToArray());
        var file = new MemoryStream();
        file.Write([0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]);
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        (header[8], header[9]) = ((byte)depth, colour);
        Chunk("IHDR", header);
        if (colour == 3)
            Chunk("PLTE", [200, 0, 0, 0, 200, 0, 0, 0, 200, 90, 90, 90]);
        Chunk("IDAT", packed.ToArray());
        Chunk("IEND", []);
        return file.ToArray();

        void Chunk(string type, byte[] content)
        {
            byte[] body = [.. System.Text.Encoding.ASCII.GetBytes(type), .. content];
            var word = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(word, content.Length);
            file.Write(word);
            file.Write(body);
            BinaryPrimitives.WriteUInt32BigEndian(word, Crc(body));
            file.Write(word);
        }
    }

    private static uint Crc(byte[] bytes)
    {
        var crc = uint.MaxValue;
        foreach (var value in bytes)
        {
            crc ^= value;
            for (var bit = 0; bit < 8; bit++)
                crc = (crc >> 1) ^ ((crc & 1) * 0xEDB88320);
        }
        return ~crc;
    }
}
