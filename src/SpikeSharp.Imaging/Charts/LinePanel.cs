using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Imaging.Charts;

/// <summary>A line chart: losses over epochs, precision over recall.</summary>
/// <param name="Series">The lines, drawn in this order; no point at all gives an empty frame.</param>
public sealed record LinePanel(IReadOnlyList<LineSeries> Series) : Panel
{
    private const double Row = 17, Swatch = 22;

    /// <summary>The horizontal axis; null fits it to the points.</summary>
    public AxisRange? XRange { get; init; }

    /// <summary>The vertical axis; null fits it to the points.</summary>
    public AxisRange? YRange { get; init; }

    /// <summary>Where the names stand.</summary>
    public LegendPlace Legend { get; init; } = LegendPlace.Inside;

    internal override void Draw(Surface surface, Area area)
    {
        var named = Series.Select((series, i) => (series.Name, Colour: ColourOf(i), series.Width))
            .Where(entry => entry.Name.Length > 0).ToList();
        var legendWidth = named.Select(entry => Surface.TextWidth(entry.Name, Axes.TextSize)).DefaultIfEmpty(0).Max() + Swatch + 22;
        var atRight = Legend == LegendPlace.Right && named.Count > 0;
        var axes = new Axes(surface, atRight ? area.Shrink(0, 0, legendWidth, 0) : area, this,
            XRange ?? AxisRange.Around(Series.SelectMany(series => series.X), 0.02),
            YRange ?? AxisRange.Around(Series.SelectMany(series => series.Y)));

        var points = Series.Select(series => Points(series, axes)).ToList();
        for (var i = 0; i < Series.Count; i++)
            DrawSeries(surface, Series[i], points[i], ColourOf(i));
        axes.DrawFrame();

        if (atRight)
            DrawLegend(surface, named, axes.Plot.Right + 10, axes.Plot.Top, legendWidth, axes.Plot.Height, framed: false);
        else if (Legend == LegendPlace.Inside && named.Count > 0)
        {
            var height = named.Count * Row + 8;
            var (x, y) = EmptiestCorner(axes.Plot.Shrink(8, 8, 8, 8), legendWidth, height, points);
            DrawLegend(surface, named, x, y, legendWidth, height, framed: true);
        }
    }

    private Rgb ColourOf(int i) => Series[i].Colour ?? Palette.Colour(i);

    private static List<(double X, double Y)> Points(LineSeries series, Axes axes)
    {
        if (series.X.Count != series.Y.Count)
            throw new ArgumentException($"series '{series.Name}' has {series.X.Count} x and {series.Y.Count} y");
        return [.. series.X.Zip(series.Y, (x, y) =>
            double.IsFinite(x) && double.IsFinite(y) ? (axes.X(x), axes.Y(y)) : (double.NaN, double.NaN))];
    }

    private static void DrawSeries(Surface surface, LineSeries series, List<(double X, double Y)> points, Rgb colour)
    {
        for (var start = 0; start < points.Count; start++)
        {
            var end = start;
            while (end < points.Count && !double.IsNaN(points[end].X))
                end++;
            var run = points[start..end];
            if (series.Dotted)
                DrawDots(surface, run, colour, series.Width);
            else if (run.Count > 0)
                surface.Lines(run.ToArray(), colour, series.Width);
            foreach (var (x, y) in series.Markers || run.Count == 1 ? run : [])
                surface.Dot(x, y, series.Width + 1.2, colour);
            start = end;
        }
    }

    /// <summary>Dots at equal distances along the way.</summary>
    private static void DrawDots(Surface surface, List<(double X, double Y)> run, Rgb colour, double width)
    {
        var distance = 3 * width;
        var next = 0.0;
        for (var i = 1; i < run.Count; i++)
        {
            var ((x1, y1), (x2, y2)) = (run[i - 1], run[i]);
            var length = Math.Sqrt((x2 - x1) * (x2 - x1) + (y2 - y1) * (y2 - y1));
            for (; next < length; next += distance)
                surface.Dot(x1 + (x2 - x1) * next / length, y1 + (y2 - y1) * next / length, width * 0.7, colour);
            next -= length;
        }
    }

    private static (double X, double Y) EmptiestCorner(Area plot, double width, double height, List<List<(double X, double Y)>> points)
    {
        (double X, double Y)[] corners =
        [
            (plot.Right - width, plot.Top), (plot.Right - width, plot.Bottom - height),
            (plot.Left, plot.Bottom - height), (plot.Left, plot.Top),
        ];
        return corners.MinBy(corner => points.Sum(run => run.Count(point =>
            point.X >= corner.X - 5 && point.X <= corner.X + width + 5 && point.Y >= corner.Y - 5 && point.Y <= corner.Y + height + 5)));
    }

    private static void DrawLegend(
        Surface surface, List<(string Name, Rgb Colour, double Width)> named, double x, double y, double width, double height, bool framed)
    {
        if (framed)
        {
            surface.Fill(new(x, y, x + width, y + height), Rgb.White, opacity: 0.85);
            surface.Rectangle(new(x, y, x + width, y + height), Rgb.Grey(200));
        }
        var rows = Math.Max(1, (int)((height - 8) / Row));
        for (var i = 0; i < Math.Min(named.Count, rows); i++)
        {
            var middle = y + 4 + Row * (i + 0.5);
            // What does not fit is told, not hidden.
            if (i == rows - 1 && named.Count > rows)
            {
                surface.Text($"and {named.Count - rows + 1} more", x + 8, middle, Axes.TextSize, Rgb.Grey(90));
                break;
            }
            surface.Line(x + 8, middle, x + 8 + Swatch - 6, middle, named[i].Colour, Math.Max(2, named[i].Width));
            surface.Text(named[i].Name, x + 8 + Swatch, middle, Axes.TextSize, Rgb.Grey(40));
        }
    }
}
