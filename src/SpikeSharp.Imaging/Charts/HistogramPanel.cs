namespace SpikeSharp.Imaging.Charts;

/// <summary>How often numbers fall into equal bins.</summary>
/// <param name="Values">The numbers; those outside the range or not finite are left out.</param>
public sealed record HistogramPanel(IReadOnlyList<double> Values) : Panel
{
    /// <summary>The range that is cut into bins; null fits it to the numbers.</summary>
    public AxisRange? Range { get; init; }

    /// <summary>The number of bins, at least 1.</summary>
    public int Bins { get; init; } = 50;

    internal override void Draw(Surface surface, Area area)
    {
        var range = Range ?? AxisRange.Around(Values, 0);
        var counts = new int[Bins];
        foreach (var value in Values)
            if (value >= range.Low && value <= range.High)
                counts[Math.Min(Bins - 1, (int)((value - range.Low) / (range.High - range.Low) * Bins))]++;
        var axes = new Axes(surface, area, this, range, new(0, Math.Max(1, counts.Max()) * 1.05));
        for (var i = 0; i < Bins; i++)
        {
            var (left, right) = (range.Low + (range.High - range.Low) * i / Bins, range.Low + (range.High - range.Low) * (i + 1) / Bins);
            surface.Fill(new(axes.X(left), axes.Y(counts[i]), axes.X(right), axes.Plot.Bottom), Ramp.Colour(0.62));
        }
        axes.DrawFrame();
    }
}
