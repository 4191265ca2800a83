using ScottPlot;
using Palette = SpikeSharp.Imaging.Drawing.Palette;

namespace SpikeSharp.Charts;

/// <summary>A line chart: losses over epochs, precision over recall.</summary>
/// <param name="Series">The lines, drawn in this order; no point at all gives an empty frame.</param>
public sealed record LinePanel(IReadOnlyList<LineSeries> Series) : Panel
{
    private const double LegendRow = 19;

    /// <summary>The horizontal axis; null fits it to the points.</summary>
    public AxisRange? XRange { get; init; }

    /// <summary>The vertical axis; null fits it to the points.</summary>
    public AxisRange? YRange { get; init; }

    /// <summary>Where the names stand.</summary>
    public LegendPlace Legend { get; init; } = LegendPlace.Inside;

    private protected override void Fill(Plot plot, double width, double height)
    {
        var x = XRange ?? AxisRange.Around(Series.SelectMany(series => series.X), 0.02);
        var y = YRange ?? AxisRange.Around(Series.SelectMany(series => series.Y));
        var named = Series.Count(series => series.Name.Length > 0);
        var rows = Math.Max(2, (int)((height - 80) / LegendRow));
        var told = 0;
        for (var i = 0; i < Series.Count; i++)
        {
            var name = Series[i].Name;
            // What does not fit is told, not hidden.
            if (name.Length > 0 && named > rows)
                name =
                    ++told < rows ? name
                    : told == rows ? $"and {named - rows + 1} more"
                    : "";
            Add(plot, Series[i], name, Series[i].Colour ?? Palette.Colour(i));
        }
        plot.Axes.SetLimits(x.Low, x.High, y.Low, y.High);
        if (Legend == LegendPlace.None || named == 0)
            plot.HideLegend();
        else if (Legend == LegendPlace.Right)
            plot.ShowLegend(Edge.Right).Alignment = Alignment.UpperLeft;
        else
            plot.ShowLegend(
                EmptiestCorner(
                    x,
                    y,
                    (Longest(Series.Select(series => series.Name)) + 60) / (width - 60),
                    (named * LegendRow + 20) / (height - 80)
                )
            );
    }

    private static void Add(Plot plot, LineSeries series, string name, SpikeSharp.Imaging.Rgb colour)
    {
        if (series.X.Count != series.Y.Count)
            throw new ArgumentException($"series '{series.Name}' has {series.X.Count} x and {series.Y.Count} y");
        // ScottPlot leaves a gap where a number is NaN.
        double[] y = [.. series.Y.Zip(series.X, (y, x) => double.IsFinite(y) && double.IsFinite(x) ? y : double.NaN)];
        var scatter = plot.Add.Scatter(series.X.ToArray(), y, Of(colour));
        scatter.LineWidth = series.Joined ? (float)series.Width : 0;
        scatter.LinePattern = series.Dotted ? LinePattern.Dotted : LinePattern.Solid;
        var dots = series.Markers || !series.Joined || y.Count(double.IsFinite) == 1;
        scatter.MarkerSize = dots ? 2 * (float)series.Width + 3 : 0;
        if (name.Length == 0)
            return;
        // A thin line's colour can hardly be seen in the legend.
        plot.Legend.ManualItems.Add(
            new LegendItem
            {
                LabelText = name,
                LineColor = Of(colour),
                LineWidth = series.Joined ? Math.Max(2, (float)series.Width) : 0,
                LinePattern = scatter.LinePattern,
                MarkerShape = dots ? MarkerShape.FilledCircle : MarkerShape.None,
                MarkerSize = scatter.MarkerSize,
                MarkerColor = Of(colour),
            }
        );
    }

    private Alignment EmptiestCorner(AxisRange x, AxisRange y, double across, double down)
    {
        (Alignment Place, bool Right, bool Top)[] corners =
        [
            (Alignment.UpperRight, true, true),
            (Alignment.LowerRight, true, false),
            (Alignment.LowerLeft, false, false),
            (Alignment.UpperLeft, false, true),
        ];
        return corners
            .MinBy(corner =>
                Series.Sum(series =>
                    series
                        .X.Zip(series.Y)
                        .Count(point => IsIn(x, point.First, corner.Right, across) && IsIn(y, point.Second, corner.Top, down))
                )
            )
            .Place;

        static bool IsIn(AxisRange range, double value, bool high, double share)
        {
            var place = (value - range.Low) / (range.High - range.Low);
            return high ? place > 1 - share : place < share;
        }
    }
}
