using System.Buffers.Binary;

namespace SpikeSharp.Imaging.Tests.Formats;

public sealed class DamagedFilesTests
{
    public static TheoryData<string> Kinds => ["jpeg", "progressive", "grey", "exif", "png", "png16", "bmp", "webp", "tiff"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_prefix_of_a_file_is_refused(string kind)
    {
        var file = Make(kind);
        Image.Decode(file, kind);
        for (var length = 0; length < file.Length; length++)
        {
            var prefix = file.AsSpan(0, length).ToArray();
            var error = Assert.Throws<ImagingException>(() => Image.Decode(prefix, "cut"));
            Assert.Equal("cut", error.File);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void A_changed_byte_gives_an_image_or_the_one_exception(string kind)
    {
        var file = Make(kind);
        var random = new Random(11);
        for (var i = 0; i < 400; i++)
        {
            var changed = (byte[])file.Clone();
            for (var change = 0; change <= i % 3; change++)
                changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                Assert.True(Image.Fits(Image.Decode(changed, "changed").Width, 1));
            }
            catch (ImagingException error)
            {
                Assert.Equal("changed", error.File);
            }
        }
    }

    [Fact]
    public void A_jpeg_that_ends_early_says_so()
    {
        var file = Make("jpeg");
        var error = Assert.Throws<ImagingException>(() => Image.Decode(file.AsSpan(0, file.Length - 2), "cut.jpg"));
        Assert.Contains("truncated", error.Message);
        Assert.DoesNotContain('\n', error.Message);
    }

    [Fact]
    public void A_jpeg_that_lost_data_before_its_end_marker_is_refused()
    {
        var file = Pictures.Noise(64, 64, seed: 6).Encode(ImageFormat.Jpeg);
        byte[] repaired = [.. file.AsSpan(0, file.Length * 2 / 3), 0xFF, 0xD9];
        Assert.Contains(
            "part of the picture is lost",
            Assert.Throws<ImagingException>(() => Image.Decode(repaired, "repaired.jpg")).Message
        );
    }

    [Fact]
    public void Bytes_after_the_end_of_a_jpeg_or_png_are_allowed()
    {
        foreach (var kind in new[] { "jpeg", "png" })
        {
            var file = Make(kind);
            Assert.Equal(Image.Decode(file, kind).Pixels, Image.Decode([.. file, 1, 2, 3, 0xFF, 0xD8], kind).Pixels);
        }
    }

    [Fact]
    public void Chunks_that_do_not_make_the_picture_do_not_reach_the_decoder()
    {
        var file = Make("png");
        // A text chunk with a wrong check sum between header and data: libpng would complain, the picture is whole.
        byte[] withText = [.. file.AsSpan(0, 33), 0, 0, 0, 3, .. "tEXtabc"u8, 9, 9, 9, 9, .. file.AsSpan(33)];
        Assert.Equal(Image.Decode(file, "plain").Pixels, Image.Decode(withText, "with text").Pixels);
    }

    [Fact]
    public void A_wrong_check_sum_in_a_png_is_named_with_its_place()
    {
        var file = Make("png");
        file[^20] ^= 1; // in the data chunk
        Assert.Contains("chunk at byte 33", Assert.Throws<ImagingException>(() => Image.Decode(file, "x.png")).Message);
    }

    [Theory]
    [InlineData(100_000, 10)]
    [InlineData(10, -100_000)]
    [InlineData(60_000, 60_000)]
    [InlineData(0, 10)]
    [InlineData(int.MinValue, int.MinValue)]
    public void A_size_beyond_the_limits_is_refused_by_the_header(int width, int height) =>
        Assert.Contains(
            "the header says",
            Assert.Throws<ImagingException>(() => Image.Decode(TinyFiles.BmpOf(width, height), "huge")).Message
        );

    [Theory]
    [InlineData("jpeg")]
    [InlineData("progressive")]
    [InlineData("exif")]
    public void A_hostile_size_allocates_no_pixels(string kind)
    {
        var file = Make(kind);
        var frame = file.AsSpan().IndexOf([(byte)0xFF, (byte)(kind == "progressive" ? 0xC2 : 0xC0)]);
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(frame + 5), -1); // 65,535 x 65,535
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<ImagingException>(() => Image.Decode(file, "huge"));
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Two_images_without_an_end_between_them_are_refused()
    {
        var file = Make("jpeg");
        Assert.Contains(
            "second JPEG",
            Assert.Throws<ImagingException>(() => Image.Decode([.. file.AsSpan(0, file.Length - 2), .. file], "two")).Message
        );
    }

    private static byte[] Make(string kind) =>
        kind switch
        {
            "jpeg" => Pictures.Gradient(24, 16).Encode(ImageFormat.Jpeg),
            "progressive" => Convert.FromBase64String(TinyFiles.ProgressiveJpeg),
            "grey" => Convert.FromBase64String(TinyFiles.GreyJpeg),
            "exif" => TinyFiles.WithExif(Pictures.Gradient(24, 16).Encode(ImageFormat.Jpeg), 6),
            "png" => Pictures.Gradient(24, 16).Encode(ImageFormat.Png),
            "png16" => Convert.FromBase64String(TinyFiles.Grey16Png),
            "bmp" => Pictures.Gradient(24, 16).Encode(ImageFormat.Bmp),
            "webp" => Pictures.Gradient(24, 16).Encode(ImageFormat.WebP),
            _ => Pictures.Gradient(24, 16).Encode(ImageFormat.Tiff),
        };
}
