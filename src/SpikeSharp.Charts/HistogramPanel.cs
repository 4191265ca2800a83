using ScottPlot;

namespace SpikeSharp.Charts;

/// <summary>How often numbers fall into equal bins.</summary>
/// <param name="Values">The numbers; those outside the range or not finite are left out.</param>
public sealed record HistogramPanel(IReadOnlyList<double> Values) : Panel
{
    /// <summary>The range that is cut into bins; null fits it to the numbers.</summary>
    public AxisRange? Range { get; init; }

    /// <summary>The number of bins, at least 1.</summary>
    public int Bins { get; init; } = 50;

    private protected override void Fill(Plot plot, double width, double height)
    {
        var range = Range ?? AxisRange.Around(Values, 0);
        var counts = new int[Bins];
        var bin = (range.High - range.Low) / Bins;
        foreach (var value in Values)
            if (value >= range.Low && value <= range.High)
                counts[Math.Min(Bins - 1, (int)((value - range.Low) / bin))]++;
        Bar[] bars =
        [
            .. counts.Select(
                (count, i) =>
                    new Bar
                    {
                        Position = range.Low + bin * (i + 0.5),
                        Value = count,
                        Size = bin,
                        FillColor = Shades.Map.GetColor(0.62),
                        LineWidth = 0,
                    }
            ),
        ];
        plot.Add.Bars(bars);
        plot.Axes.SetLimits(range.Low, range.High, 0, Math.Max(1, counts.Max()) * 1.05);
    }
}
