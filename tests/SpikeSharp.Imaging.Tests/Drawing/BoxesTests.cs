using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Imaging.Tests.Drawing;

public sealed class BoxesTests
{
    private static readonly Rgb Red = new(200, 0, 0);

    [Fact]
    public void The_line_width_follows_the_image() =>
        Assert.Equal(
            (2, 2, 6),
            (Boxes.LineWidth(new Image(100, 100)), Boxes.LineWidth(new Image(640, 480)), Boxes.LineWidth(new Image(2000, 2000)))
        );

    [Fact]
    public void A_box_is_an_outline()
    {
        var image = new Image(200, 200);
        image.DrawBox(50, 60, 150, 160, Red);
        Assert.Equal((Red, Red, Rgb.Black, Rgb.Black), (image[50, 100], image[100, 160], image[100, 100], image[20, 20]));
    }

    [Theory]
    [InlineData(60, 45)] // the plate above the box
    [InlineData(3, 10)] // no room above: inside
    public void The_label_stands_on_a_plate_at_the_top(int top, int plateRow)
    {
        var image = new Image(200, 200);
        image.DrawBox(50, top, 150, 160, Red, "RBC 0.9");
        Assert.True(Enumerable.Range(50, 60).Count(x => image[x, plateRow] != Rgb.Black) > 40);
        Assert.True(image.Count(pixel => pixel.R > 200 && pixel.G > 100) > 10); // white letters
    }

    [Fact]
    public void A_label_at_the_right_edge_stays_in_the_picture()
    {
        var image = new Image(200, 200);
        image.DrawBox(190, 100, 199, 150, Red, "platelet");
        Assert.True(Enumerable.Range(0, 200).Count(x => image[x, 92] == Red) > 20);
    }

    [Fact]
    public void Colours_of_classes_differ_and_repeat_after_twenty()
    {
        Assert.Equal(150, Enumerable.Range(0, 150).Select(Palette.Colour).Distinct().Count());
        Assert.Equal(Palette.Colour(3), Palette.Colour(183));
        Assert.Equal(Palette.Colour(179), Palette.Colour(-1));
    }
}
