using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Charts.Tests;

public sealed class FigureTests
{
    private static readonly double[] Epochs = [1, 2, 3, 4, 5, 6];
    private static readonly double[] Falling = [6, 5, 4, 3, 2, 1];

    [Fact]
    public void Panels_fill_their_cells_and_null_leaves_one_empty()
    {
        var figure = Figure.Render([Line(Falling), null, Line(Falling)], columns: 2, panelWidth: 300, panelHeight: 200);
        Assert.Equal((600, 400), (figure.Width, figure.Height));
        Assert.True(Inked(figure.Crop(0, 0, 300, 200)) > 1000);
        Assert.Equal(0, Inked(figure.Crop(300, 0, 300, 200)));
        Assert.True(Inked(figure.Crop(0, 200, 300, 200)) > 1000);
    }

    [Fact]
    public void A_falling_line_falls()
    {
        var figure = Figure.Render([Line(Falling)], 1, 400, 300);
        Assert.True(FirstBlueRow(figure, 120) < FirstBlueRow(figure, 300));
    }

    [Fact]
    public void Every_text_of_a_panel_is_drawn()
    {
        var bare = Inked(Figure.Render([Line(Falling)], 1, 400, 300));
        Assert.NotEqual(bare, Inked(Figure.Render([Line(Falling) with { Title = "title" }], 1, 400, 300)));
        Assert.NotEqual(bare, Inked(Figure.Render([Line(Falling) with { XLabel = "epoch" }], 1, 400, 300)));
        Assert.NotEqual(bare, Inked(Figure.Render([Line(Falling) with { YLabel = "loss" }], 1, 400, 300)));
    }

    [Fact]
    public void Numbers_that_are_not_finite_leave_a_gap()
    {
        var whole = Figure.Render([Line(Falling)], 1, 400, 300);
        var gap = Figure.Render([Line([6, 5, double.NaN, double.PositiveInfinity, 2, 1])], 1, 400, 300);
        Assert.InRange(Blue(gap), 100, Blue(whole) - 100);
        Assert.Equal(0, Blue(Figure.Render([Line([.. Falling.Select(_ => double.NaN)])], 1, 400, 300)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Empty_and_single_points_are_drawn_without_harm(int points)
    {
        var figure = Figure.Render([new LinePanel([new("one", Epochs[..points], Falling[..points])])], 1, 400, 300);
        Assert.True(Inked(figure) > 500);
    }

    [Fact]
    public void The_legend_at_the_right_names_every_series_or_says_how_many_more()
    {
        var series = Enumerable.Range(0, 80).Select(i => new LineSeries($"class {i}", Epochs, Falling)).ToList();
        var figure = Figure.Render([new LinePanel(series) { Legend = LegendPlace.Right }], 1, 500, 300);
        Assert.True(Inked(figure.Crop(440, 10, 60, 280)) > 300);
    }

    [Fact]
    public void Series_of_two_lengths_are_refused() =>
        Assert.Throws<ArgumentException>(() => Figure.Render([new LinePanel([new("x", Epochs, [1])])], 1));

    [Fact]
    public void Smoothing_keeps_a_constant_and_flattens_a_spike()
    {
        Assert.All(new LineSeries("c", Epochs, [2, 2, 2, 2, 2, 2]).Smoothed("s").Y, value => Assert.Equal(2, value, 1e-12));
        var smooth = new LineSeries("c", Epochs, [0, 0, double.NaN, 9, 0, 0]).Smoothed("s", sigma: 1).Y;
        Assert.InRange(smooth[3], 1, 8);
        Assert.All(smooth, value => Assert.True(double.IsFinite(value)));
    }

    [Fact]
    public void Bars_have_heights_in_proportion()
    {
        var figure = Figure.Render([new BarPanel(["a", "b"], [10, 5])], 1, 400, 300);
        var (first, second) = (Count(figure, pixel => pixel == Palette.Colour(0)), Count(figure, pixel => pixel == Palette.Colour(1)));
        Assert.InRange(first / (double)second, 1.85, 2.15);
        Assert.Throws<ArgumentException>(() => Figure.Render([new BarPanel(["a"], [1, 2])], 1));
    }

    [Fact]
    public void Eighty_bars_show_their_names_upright()
    {
        var names = Enumerable.Range(0, 80).Select(i => $"class {i}").ToArray();
        var figure = Figure.Render([new BarPanel(names, [.. names.Select(_ => 1.0)])], 1, 900, 400);
        Assert.True(Inked(figure.Crop(50, 340, 800, 60)) > 1000);
    }

    [Fact]
    public void A_heat_map_darkens_with_its_numbers_and_leaves_out_nan()
    {
        var values = new[,]
        {
            { 1.0, 0 },
            { 0.5, double.NaN },
        };
        var figure = Figure.Render([new HeatMapPanel(values, ["a", "b"], ["a", "b"])], 1, 400, 400);
        // Cells fill from about (40, 12) to (330, 375); probe away from the numbers in their middles.
        int At(int x, int y) => figure[x, y].R;
        Assert.True(At(60, 40) < At(60, 240) && At(60, 240) < At(220, 40));
        Assert.Equal(Rgb.White, figure[220, 240]);
        Assert.Throws<ArgumentException>(() => Figure.Render([new HeatMapPanel(values, ["a"], ["a", "b"])], 1));
    }

    [Fact]
    public void Points_darken_the_cell_they_fall_into()
    {
        var figure = Figure.Render([new DensityPanel([0.1, 0.1, 0.9, 7], [0.1, 0.1, 0.9, 0.5]) { Bins = 2 }], 1, 400, 400);
        Assert.True(figure[100, 320].R < figure[300, 80].R);
        Assert.Equal(Rgb.White, figure[120, 120]);
        var turned = Figure.Render([new DensityPanel([0.1], [0.1]) { Bins = 2, YRange = new(1, 0) }], 1, 400, 400);
        Assert.NotEqual(Rgb.White, turned[120, 120]);
    }

    [Fact]
    public void A_histogram_counts_what_lies_in_its_range()
    {
        var figure = Figure.Render([new HistogramPanel([0.1, 0.1, 0.9, 5, double.NaN]) { Range = AxisRange.Unit, Bins = 2 }], 1, 400, 300);
        Assert.NotEqual(Rgb.White, figure[120, 60]);
        Assert.True(figure[300, 60].R > 200 && figure[300, 250].R < 200);
    }

    [Fact]
    public void Boxes_are_drawn_around_the_middle()
    {
        var figure = Figure.Render([new BoxesPanel([(0, 0.5, 0.5), (1, double.NaN, 1)])], 1, 400, 400);
        Assert.True(Blue(figure) > 200);
        Assert.Equal(Rgb.White, figure[200, 200]);
    }

    [Fact]
    public void Letters_are_drawn_where_the_system_has_no_font()
    {
        Assert.True(Letters.Width("confusion", 12) > 40);
        // Its own letters, not a box for each.
        Assert.NotEqual(Letters.Width("iiii", 12), Letters.Width("mmmm", 12));
        // Once a figure is drawn, ScottPlot takes ours, not one of the system by that name.
        Figure.Render([Line(Falling)], 1);
        var ours = new Letters().CreateTypeface(Letters.Name, bold: false, italic: false);
        Assert.Same(Assert.IsType<SkiaSharp.SKTypeface>(ours), ScottPlot.Fonts.GetTypeface(Letters.Name, bold: true, italic: false));
    }

    private static LinePanel Line(double[] values) => new([new("", Epochs, values)]) { YRange = new(0, 7), XRange = new(0, 7) };

    private static int Inked(Image image) => Count(image, pixel => pixel != Rgb.White);

    private static int Count(Image image, Func<Rgb, bool> holds) =>
        Enumerable.Range(0, image.Width * image.Height).Count(i => holds(image[i % image.Width, i / image.Width]));

    private static int Blue(Image image) => Count(image, IsBlue);

    private static bool IsBlue(Rgb pixel) => pixel.B > pixel.R + 60;

    private static int FirstBlueRow(Image image, int x) => Enumerable.Range(0, image.Height).First(y => IsBlue(image[x, y]));
}
