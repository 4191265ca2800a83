namespace SpikeSharp.Imaging.Tests;

public sealed class ImageFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-imaging-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Bmp)]
    [InlineData(ImageFormat.Tiff)]
    public void Lossless_formats_give_back_the_same_bytes(ImageFormat format)
    {
        foreach (var (width, height) in new[] { (1, 1), (2, 5), (63, 17) })
        {
            var image = Pictures.Noise(width, height, seed: width);
            var back = Image.Decode(image.Encode(format), "memory");
            Assert.Equal((width, height), (back.Width, back.Height));
            Assert.Equal(image.Pixels, back.Pixels);
        }
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.WebP)]
    public void Lossy_formats_come_close_and_follow_the_quality(ImageFormat format)
    {
        var image = Pictures.Gradient(64, 48);
        Pictures.AssertClose(image, Image.Decode(image.Encode(format, 95), "memory"), 16);
        Assert.True(image.Encode(format, 10).Length < image.Encode(format, 95).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => image.Encode(format, 101));
    }

    [Theory]
    [InlineData("a.png", 0x89)]
    [InlineData("a.JPG", 0xFF)]
    [InlineData("a.jpeg", 0xFF)]
    [InlineData("a.bmp", 'B')]
    [InlineData("a.webp", 'R')]
    [InlineData("a.tif", 'I')]
    public void Saving_follows_the_extension_and_leaves_nothing_else(string name, int firstByte)
    {
        var path = Path.Combine(_folder, name);
        Pictures.Gradient(20, 10).Save(path);
        Pictures.Gradient(20, 11).Save(path);
        Assert.Equal(firstByte, File.ReadAllBytes(path)[0]);
        Assert.Equal(11, Image.Load(path).Height);
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void An_extension_that_is_not_written_is_named()
    {
        var error = Assert.Throws<ImagingException>(() => new Image(1, 1).Save(Path.Combine(_folder, "a.gif")));
        Assert.Contains("'.gif'", error.Message);
        Assert.Empty(Directory.GetFiles(_folder));
    }

    [Fact]
    public void A_save_that_fails_keeps_the_old_file()
    {
        var path = Path.Combine(_folder, "a.png");
        Directory.CreateDirectory(path);
        Assert.ThrowsAny<SystemException>(() => new Image(1, 1).Save(path));
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder));
    }

    [Fact]
    public void A_missing_folder_is_named_when_saving() =>
        Assert.Contains(
            "none",
            Assert.Throws<DirectoryNotFoundException>(() => new Image(1, 1).Save(Path.Combine(_folder, "none", "a.png"))).Message
        );

    [Fact]
    public void A_missing_file_is_an_input_output_error() =>
        Assert.Throws<FileNotFoundException>(() => Image.Load(Path.Combine(_folder, "none.jpg")));

    [Fact]
    public void An_error_names_the_file()
    {
        var path = Path.Combine(_folder, "bad.jpg");
        File.WriteAllText(path, "no picture");
        var error = Assert.Throws<ImagingException>(() => Image.Load(path));
        Assert.Equal(path, error.File);
        Assert.Contains(path, error.Message);
        Assert.EndsWith(".", error.Message);
    }

    [Fact]
    public void A_file_beyond_the_limit_is_refused_unread()
    {
        var path = Path.Combine(_folder, "large.bmp");
        using (var file = File.Create(path))
            file.SetLength(Image.MaxFileBytes + 1L); // sparse
        Assert.Contains("536870913", Assert.Throws<ImagingException>(() => Image.Load(path)).Message);
    }

    [Fact]
    public void Grey_is_widened_to_three_equal_channels()
    {
        var jpeg = Image.Decode(Convert.FromBase64String(TinyFiles.GreyJpeg), "grey.jpg");
        var png = Image.Decode(Convert.FromBase64String(TinyFiles.Grey16Png), "grey.png");
        foreach (var image in new[] { jpeg, png })
        {
            Assert.Equal((13, 9), (image.Width, image.Height));
            Assert.Equal(13 * 9, image.Count(pixel => pixel.R == pixel.G && pixel.G == pixel.B));
        }
        Assert.Equal(Rgb.Grey(5 * 16 + 7), png[5, 7]); // 16 bits cut to the upper 8
        Assert.InRange(jpeg[5, 7].R, 5 * 16, 5 * 16 + 14);
    }

    // Where the top left pixel of the stored picture is shown, and whether the sides change places.
    [Theory]
    [InlineData(1, false, 0, 0)]
    [InlineData(2, false, 1, 0)]
    [InlineData(3, false, 1, 1)]
    [InlineData(4, false, 0, 1)]
    [InlineData(5, true, 0, 0)]
    [InlineData(6, true, 1, 0)]
    [InlineData(7, true, 1, 1)]
    [InlineData(8, true, 0, 1)]
    public void The_orientation_in_exif_is_applied(byte orientation, bool swapped, int right, int bottom)
    {
        var stored = new Image(48, 32);
        stored.Fill(Rgb.White);
        for (var y = 0; y < 16; y++)
            stored.Row(y)[..48].Clear(); // a black square, 16x16, top left
        var image = Image.Decode(TinyFiles.WithExif(stored.Encode(ImageFormat.Jpeg), orientation), "memory");

        Assert.Equal(swapped ? (32, 48) : (48, 32), (image.Width, image.Height));
        for (var corner = 0; corner < 4; corner++)
        {
            var pixel = image[corner % 2 * (image.Width - 1), corner / 2 * (image.Height - 1)];
            Assert.Equal(corner == 2 * bottom + right, pixel.G < 128);
        }
    }
}
