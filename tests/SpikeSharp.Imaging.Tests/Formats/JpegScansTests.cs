using SpikeSharp.Imaging.Formats;

namespace SpikeSharp.Imaging.Tests.Formats;

public sealed class JpegScansTests
{
    public static TheoryData<string> Kinds => ["sequential", "progressive", "restarts", "grey"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_sound_file_goes_to_the_decoder_as_it_is(string kind)
    {
        using var plain = JpegScans.Plain(Make(kind), kind);
        Assert.True(plain.IsNone);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_file_that_lost_the_end_of_its_data_is_refused(string kind)
    {
        var file = Make(kind);
        var scan = file.AsSpan().LastIndexOf([(byte)0xFF, (byte)0xDA]);
        byte[] cut = [.. file.AsSpan(0, (scan + 14 + file.Length) / 2), 0xFF, 0xD9];
        Assert.Contains("part of the picture is lost", Assert.Throws<ImagingException>(() => JpegScans.Plain(cut, "cut")).Message);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Bytes_that_belong_to_nothing_are_left_out(string kind)
    {
        var file = Make(kind);
        // Behind the data, before the end marker, and between two segments.
        byte[] longer = [0xFF, 0xD8, 7, 0xFF, 0, .. file.AsSpan(2, file.Length - 4), 1, 2, 0xFF, 0, 3, 0xFF, 0xFF, 0xD9, 4, 5];
        using var plain = JpegScans.Plain(longer, kind);
        Assert.Equal([.. file.AsSpan(0, file.Length - 2), 0xFF, 0xFF, 0xD9, 4, 5], plain.Span.ToArray());
        Assert.Equal(Image.Decode(file, kind).Pixels, Image.Decode(longer, kind).Pixels);
    }

    [Fact]
    public void A_missing_interval_is_found()
    {
        var file = Make("restarts");
        var (first, second) = (file.AsSpan().IndexOf([(byte)0xFF, (byte)0xD1]), file.AsSpan().IndexOf([(byte)0xFF, (byte)0xD2]));
        byte[] without = [.. file.AsSpan(0, first), .. file.AsSpan(second)];
        Assert.Contains("part of the picture is lost", Assert.Throws<ImagingException>(() => JpegScans.Plain(without, "cut")).Message);
    }

    [Fact]
    public void The_tables_that_Motion_JPEG_leaves_out_are_known()
    {
        var file = Make("sequential");
        var bare = file;
        for (int at; (at = bare.AsSpan().IndexOf([(byte)0xFF, (byte)0xC4])) >= 0; )
            bare = [.. bare.AsSpan(0, at), .. bare.AsSpan(at + 2 + bare[at + 3] + 256 * bare[at + 2])];
        Assert.True(bare.Length < file.Length - 400);
        Assert.Equal(Image.Decode(file, "with").Pixels, Image.Decode(bare, "without").Pixels);
        Assert.Contains(
            "lost",
            Assert.Throws<ImagingException>(() => Image.Decode([.. bare.AsSpan(0, bare.Length * 3 / 4), 0xFF, 0xD9], "cut")).Message
        );
    }

    private static byte[] Make(string kind) =>
        kind switch
        {
            "sequential" => Pictures.Noise(70, 50, seed: 6).Encode(ImageFormat.Jpeg, 97),
            "progressive" => TinyFiles.Jpeg(Pictures.Noise(70, 50, seed: 6), progressive: true, restarts: 0),
            "restarts" => TinyFiles.Jpeg(Pictures.Noise(170, 50, seed: 6), progressive: false, restarts: 3),
            _ => Convert.FromBase64String(TinyFiles.GreyJpeg),
        };
}
