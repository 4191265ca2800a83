using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Imaging.Tests;

public sealed class ImageTests
{
    [Theory]
    [InlineData(0, 5)]
    [InlineData(5, -1)]
    [InlineData(65_501, 1)]
    [InlineData(1, 65_501)]
    [InlineData(65_500, 65_500)]
    public void An_impossible_size_is_refused_before_memory_is_taken(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new Image(width, height));

    [Fact]
    public void Pixels_of_another_length_are_refused() => Assert.Throws<ArgumentException>(() => new Image(2, 2, new byte[13]));

    [Fact]
    public void Filling_reaches_every_pixel()
    {
        var image = new Image(5, 3);
        image.Fill(new Rgb(1, 2, 3));
        Assert.Equal(15, image.Count(pixel => pixel == new Rgb(1, 2, 3)));
        image.Fill(Letterbox.Grey);
        Assert.Equal(15, image.Count(pixel => pixel == new Rgb(114, 114, 114)));
    }

    [Fact]
    public void A_crop_is_the_part_and_a_copy()
    {
        var image = Pictures.Noise(7, 6, seed: 5);
        var part = image.Crop(2, 1, 4, 3);
        Assert.Equal((4, 3, image[2, 1], image[5, 3]), (part.Width, part.Height, part[0, 0], part[3, 2]));
        part.Fill(Rgb.Black);
        Assert.NotEqual(Rgb.Black, image[2, 1]);
    }

    [Theory]
    [InlineData(-1, 0, 2, 2)]
    [InlineData(0, 0, 8, 2)]
    [InlineData(6, 0, 2, 2)]
    [InlineData(0, 5, 2, 2)]
    [InlineData(int.MaxValue, 0, 2, 2)]
    [InlineData(0, 0, 2, -1)]
    public void A_part_that_leaves_the_image_is_refused(int x, int y, int width, int height)
    {
        var image = new Image(7, 6);
        Assert.Throws<ArgumentException>(() => image.CopyTo(new Image(20, 20), x, y, 0, 0, width, height));
        Assert.Throws<ArgumentException>(() => new Image(20, 20).CopyTo(image, 0, 0, x, y, width, height));
    }

    [Fact]
    public void Text_is_black_on_light_and_white_on_dark() =>
        Assert.Equal((Rgb.Black, Rgb.White), (new Rgb(255, 230, 0).TextColour(), new Rgb(0, 0, 200).TextColour()));
}
