using ScottPlot;

namespace SpikeSharp.Charts;

/// <summary>One chart of a <see cref="Figure"/>.</summary>
public abstract record Panel
{
    private protected const float TextSize = 12;
    private const float TitleSize = 14;

    private static readonly Color TextColour = Color.Gray(40);

    /// <summary>Over the chart; empty for none.</summary>
    public string Title { get; init; } = "";

    /// <summary>Under the horizontal axis; empty for none.</summary>
    public string XLabel { get; init; } = "";

    /// <summary>Beside the vertical axis; empty for none.</summary>
    public string YLabel { get; init; } = "";

    /// <summary>Draws the chart.</summary>
    internal void Draw(SkiaSharp.SKCanvas canvas, PixelRect area)
    {
        using var plot = new Plot();
        plot.Grid.MajorLineColor = Color.Gray(225);
        plot.Axes.Title.Label.Bold = plot.Axes.Bottom.Label.Bold = plot.Axes.Left.Label.Bold = false;
        plot.Title(Title, TitleSize);
        plot.XLabel(XLabel, TextSize);
        plot.YLabel(YLabel, TextSize);
        plot.Legend.FontSize = TextSize;
        plot.Legend.BackgroundColor = Colors.White.WithAlpha(0.85);
        plot.Legend.OutlineColor = Color.Gray(200);
        plot.Legend.ShadowColor = Colors.Transparent;
        plot.Axes.Bottom.TickGenerator = Numbers();
        plot.Axes.Left.TickGenerator = Numbers();
        // A little room between charts side by side.
        plot.Axes.Right.MinimumSize = 12;
        plot.Axes.Color(TextColour);
        Fill(plot, area.Width, area.Height);
        plot.Render(canvas, area);
    }

    /// <summary>Adds what is shown, and says what the axes are like.</summary>
    private protected abstract void Fill(Plot plot, double width, double height);

    /// <summary>Round numbers along an axis, half as many as ScottPlot would write.</summary>
    private protected static ITickGenerator Numbers() => new ScottPlot.TickGenerators.NumericAutomatic { TickDensity = 0.5 };

    /// <summary>Names instead of numbers along an axis. Those that would run into each other are left out.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="names">Where they stand is their index.</param>
    /// <param name="places">Where the axis shows them.</param>
    /// <param name="room">Pixels that each has along the axis.</param>
    /// <param name="upright">Whether they are read upwards.</param>
    private protected static void Name(IAxis axis, IReadOnlyList<string> names, Func<int, double> places, double room, bool upright)
    {
        var every = Math.Max(1, (int)Math.Ceiling((TextSize + 3) / room));
        int[] shown = [.. Enumerable.Range(0, names.Count).Where(i => i % every == 0)];
        axis.TickGenerator = new ScottPlot.TickGenerators.NumericManual([.. shown.Select(places)], [.. shown.Select(i => names[i])]);
        axis.MajorTickStyle.Width = 0;
        if (!upright)
            return;
        axis.TickLabelStyle.Rotation = -90;
        axis.TickLabelStyle.Alignment = Alignment.MiddleRight;
        // ScottPlot measures its labels as if they lay flat.
        axis.MinimumSize = (float)Longest(names) + (axis.Label.Text.Length > 0 ? 34 : 12);
    }

    /// <summary>The longest of some names in pixels.</summary>
    private protected static double Longest(IEnumerable<string> names) =>
        names.Select(name => Letters.Width(name, TextSize)).DefaultIfEmpty(0).Max();

    private protected static Color Of(SpikeSharp.Imaging.Rgb colour) => new(colour.R, colour.G, colour.B);
}
