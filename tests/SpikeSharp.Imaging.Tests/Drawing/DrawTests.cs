using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Imaging.Tests.Drawing;

public sealed class DrawTests
{
    private static readonly Rgb Red = new(255, 0, 0);

    [Fact]
    public void A_line_covers_its_pixels_and_no_others()
    {
        var image = new Image(20, 20);
        image.Line((3, 10), (15, 10), Red);
        Assert.InRange(image[9, 10].R, 200, 255);
        Assert.Equal(0, image.Count(pixel => pixel.G != 0 || pixel.B != 0));
        for (var y = 0; y < 20; y++)
            if (Math.Abs(y - 10) > 1)
                Assert.Equal(Rgb.Black, image[9, y]);
    }

    [Fact]
    public void A_slanted_line_is_smooth()
    {
        var image = new Image(40, 40);
        image.Line((2, 3), (37, 21), Red);
        Assert.True(image.Count(pixel => pixel.R is > 20 and < 235) > 20);
    }

    [Fact]
    public void Half_a_pixel_moves_the_line()
    {
        var (whole, half) = (new Image(20, 20), new Image(20, 20));
        whole.Line((3, 10), (15, 10), Red);
        half.Line((3, 10.5), (15, 10.5), Red);
        Assert.True(half[9, 11].R > whole[9, 11].R + 50);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.MinValue)]
    [InlineData(1e9)]
    public void What_lies_outside_is_cut_off_without_harm(double far)
    {
        var image = new Image(20, 20);
        image.Line((far, 5), (10, far), Red);
        image.Rectangle(far, far, 5, 5, Red, 2);
        image.FillRectangle(far, far, far, 10, Red);
        image.FillPolygon([(1, 1), (far, 4), (3, far)], Red);
        image.FillCircle((far, 3), 4, Red);
        image.Text("far", far, far, Red, 0.5);
        image.DrawBox(far, 3, 8, far, Red, "far");
        Assert.True(image.Count(pixel => pixel == Rgb.Black) > 0);
    }

    [Fact]
    public void A_filled_rectangle_has_the_stated_pixels()
    {
        var image = new Image(10, 10);
        image.FillRectangle(2, 3, 6, 5, Red);
        Assert.Equal(8, image.Count(pixel => pixel == Red));
        Assert.Equal((Red, Red, Rgb.Black), (image[2, 3], image[5, 4], image[6, 4]));
        image.FillRectangle(8, 8, 100, 100, Red, opacity: 0.5);
        Assert.Equal(new Rgb(128, 0, 0), image[9, 9]);
        image.FillRectangle(6, 5, 2, 3, Rgb.White);
        Assert.Equal(0, image.Count(pixel => pixel == Rgb.White));
    }

    [Fact]
    public void A_polygon_is_filled_inside_its_corners()
    {
        var image = new Image(30, 30);
        image.FillPolygon([(5, 5), (25, 5), (5, 25)], Red);
        Assert.Equal((Red, Rgb.Black), (image[9, 9], image[22, 22]));
    }

    [Fact]
    public void Text_stays_in_the_room_it_was_measured_for()
    {
        var image = new Image(200, 60);
        var size = Draw.MeasureText("Spike 0.97", 0.8, 2);
        image.Text("Spike 0.97", 10, 40, Red, 0.8, 2);
        Assert.True(image.Count(pixel => pixel.R > 0) > 50);
        for (var y = 0; y < 60; y++)
        for (var x = 0; x < 200; x++)
            if (image[x, y].R > 0)
                Assert.True(x >= 9 && x <= 11 + size.Width && y >= 39 - size.Height && y <= 41 + size.Below, $"pixel {x}, {y}");
    }

    [Fact]
    public void Letters_beyond_ascii_become_question_marks() => Assert.Equal(Draw.MeasureText("a??b", 1), Draw.MeasureText("aé\u0000b", 1));
}
