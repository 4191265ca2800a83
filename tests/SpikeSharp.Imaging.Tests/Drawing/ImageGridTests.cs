using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Imaging.Tests.Drawing;

public sealed class ImageGridTests
{
    [Fact]
    public void Images_stand_row_by_row_in_equal_cells()
    {
        Rgb[] colours = [new(250, 0, 0), new(0, 250, 0), new(0, 0, 250)];
        var images = colours.Select(colour => Plain(100, 80, colour)).ToList();
        var grid = ImageGrid.Compose(images);
        Assert.Equal((200, 160), (grid.Width, grid.Height));
        Assert.Equal((colours[0], colours[1], colours[2], Rgb.White), (grid[50, 40], grid[150, 40], grid[50, 120], grid[150, 120]));
    }

    [Fact]
    public void A_large_grid_is_shrunk_to_its_limit()
    {
        var grid = ImageGrid.Compose([.. Enumerable.Range(0, 16).Select(_ => Plain(64, 64, Rgb.Grey(Letterbox.Grey)))], maxSide: 128);
        Assert.Equal((128, 128), (grid.Width, grid.Height));
    }

    [Fact]
    public void Shapes_keep_their_proportions()
    {
        var grid = ImageGrid.Compose([Plain(100, 100, new(250, 0, 0)), Plain(100, 50, new(0, 250, 0))]);
        Assert.Equal((Rgb.White, new Rgb(0, 250, 0)), (grid[150, 10], grid[150, 50]));
    }

    [Fact]
    public void A_caption_is_written_however_long()
    {
        var bare = ImageGrid.Compose([Plain(120, 90, Rgb.White)]);
        var named = ImageGrid.Compose([Plain(120, 90, Rgb.White)], ["a_very_long_name_that_does_not_fit_at_all.jpg"]);
        Assert.Equal(120 * 90, bare.Count(pixel => pixel == Rgb.White));
        Assert.True(named.Count(pixel => pixel != Rgb.White) > 200);
        Assert.Equal(0, Enumerable.Range(30, 60).Count(y => named[60, y] != Rgb.White));
    }

    [Fact]
    public void No_image_is_refused() => Assert.Throws<ArgumentOutOfRangeException>(() => ImageGrid.Compose([]));

    private static Image Plain(int width, int height, Rgb colour)
    {
        var image = new Image(width, height);
        image.Fill(colour);
        return image;
    }
}
