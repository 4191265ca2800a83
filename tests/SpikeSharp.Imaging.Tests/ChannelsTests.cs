using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Imaging.Tests;

/// <summary>Pictures of one channel and of many.</summary>
public sealed class ChannelsTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-imaging-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Grey_is_the_usual_mean_of_the_colours()
    {
        var colours = Pictures.Noise(31, 17, seed: 1);
        var path = Path.Combine(_folder, "a.png");
        colours.Save(path);
        var grey = Image.Load(path, channels: 1);
        Assert.Equal((31, 17, 1), (grey.Width, grey.Height, grey.Channels));
        for (var i = 0; i < grey.Pixels.Length; i++)
        {
            var (r, g, b) = (colours.Pixels[3 * i], colours.Pixels[3 * i + 1], colours.Pixels[3 * i + 2]);
            Assert.Equal(0.299 * r + 0.587 * g + 0.114 * b, grey.Pixels[i], 0.51);
        }
        Assert.Same(grey, grey.ToGrey());
    }

    [Fact]
    public void A_grey_picture_is_written_and_looked_at_in_three_equal_colours()
    {
        var grey = new Image(5, 4, [.. Enumerable.Range(0, 20).Select(i => (byte)(12 * i))], channels: 1);
        var back = Image.Decode(grey.Encode(ImageFormat.Png), "memory");
        Assert.Equal(grey.ToRgb().Pixels, back.Pixels);
        Assert.Equal(Rgb.Grey(12), back[1, 0]);
        Assert.Equal(grey.Pixels, back.ToGrey().Pixels);
    }

    [Theory]
    [InlineData(2, true)]
    [InlineData(5, false)]
    [InlineData(16, true)]
    public void The_pages_of_a_TIFF_file_are_channels(int channels, bool littleEndian)
    {
        var pixels = new byte[7 * 6 * channels];
        new Random(channels).NextBytes(pixels);
        var path = Path.Combine(_folder, "a.tiff");
        File.WriteAllBytes(path, TiffFile.Of(pixels, 7, 6, channels, littleEndian));
        var image = Image.Load(path, channels);
        Assert.Equal((7, 6, channels), (image.Width, image.Height, image.Channels));
        Assert.Equal(pixels, image.Pixels);
        var shown = image.ToRgb();
        for (var i = 0; i < 42; i++)
        for (var c = 0; c < 3; c++)
            Assert.Equal(c < channels ? pixels[channels * i + c] : 0, shown.Pixels[3 * i + c]);
    }

    [Fact]
    public void Other_channels_than_wanted_are_refused_with_both_numbers()
    {
        var file = TiffFile.Of(new byte[4 * 4 * 2], 4, 4, 2);
        var error = Assert.Throws<ImagingException>(() => Image.Decode(file, "two.tiff", channels: 5));
        Assert.Contains("2 pages", error.Message, StringComparison.Ordinal);
        Assert.Contains("5 channels", error.Message, StringComparison.Ordinal);
        error = Assert.Throws<ImagingException>(() => Image.Decode(Pictures.Noise(4, 4, 1).Encode(ImageFormat.Png), "a.png", channels: 5));
        Assert.Contains("TIFF", error.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(4, 4, channels: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(4, 4, channels: 1025));
        Assert.Throws<ArgumentException>(() => Resampling.ResizeInto(new Image(4, 4, 1), new Image(8, 8), 0, 0, 4, 4));
        Assert.Throws<InvalidOperationException>(() => new Image(4, 4, channels: 2).Encode(ImageFormat.Png));
        Assert.Throws<InvalidOperationException>(() => new Image(4, 4, channels: 1).Fill(Rgb.White));
    }

    [Fact]
    public void A_damaged_chain_of_pages_gets_a_sentence()
    {
        var whole = TiffFile.Of(new byte[4 * 4 * 3], 4, 4, 3);
        for (var length = 4; length < whole.Length; length++)
            Assert.Throws<ImagingException>(() => Image.Decode(whole.AsSpan(0, length), "cut.tiff", channels: 2));
        // The last page leads back to the first: a loop.
        var loop = TiffFile.Of(new byte[4 * 4 * 2], 4, 4, 2);
        loop.AsSpan(4, 4).CopyTo(loop.AsSpan(loop.Length - 4));
        Assert.Contains(
            "pages",
            Assert.Throws<ImagingException>(() => Image.Decode(loop, "loop.tiff", channels: 2)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Pages_that_together_are_too_large_get_a_sentence()
    {
        // Many pages may share the bytes of one: a small file that asks for much.
        var page = new Image(1500, 1500).Encode(ImageFormat.Tiff);
        var first = BitConverter.ToUInt32(page, 4);
        var entries = page.AsSpan((int)first, 2 + 12 * BitConverter.ToUInt16(page, (int)first)).ToArray();
        var (file, at) = (new List<byte>(page), page.Length + page.Length % 2);
        file.AddRange(new byte[at - page.Length]);
        for (var c = 0; c < 1000; c++)
        {
            file.AddRange(entries);
            file.AddRange(BitConverter.GetBytes(c < 999 ? (uint)(at + (c + 1) * (entries.Length + 4)) : 0));
        }
        byte[] bytes = [.. file];
        BitConverter.GetBytes((uint)at).CopyTo(bytes, 4);
        var error = Assert.Throws<ImagingException>(() => Image.Decode(bytes, "bomb.tiff", channels: 1000));
        Assert.Contains("2 GiB", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_are_in_the_networks_own_range_channel_by_channel()
    {
        var image = new Image(2, 1, [0, 255, 51, 0], channels: 2);
        var input = NetworkInput.Of(image, new Input(2) { Range = new ValueRange(-1, 1) });
        Assert.Equal((2, 1, 2), (input.Channels, input.Height, input.Width));
        Assert.Equal([-1, -0.6f, 1, -1], input.Values.ToArray());
    }
}
