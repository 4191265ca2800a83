using ScottPlot;

namespace SpikeSharp.Charts;

/// <summary>How many points fall into each cell of a grid: where boxes lie, how large they are.</summary>
/// <param name="X">Horizontal numbers.</param>
/// <param name="Y">Vertical numbers, as many.</param>
public sealed record DensityPanel(IReadOnlyList<double> X, IReadOnlyList<double> Y) : Panel
{
    /// <summary>The horizontal axis; points beyond it are left out.</summary>
    public AxisRange XRange { get; init; } = AxisRange.Unit;

    /// <summary>The vertical axis; a range from high to low turns it over, as pictures are.</summary>
    public AxisRange YRange { get; init; } = AxisRange.Unit;

    /// <summary>Cells along each axis, at least 2.</summary>
    public int Bins { get; init; } = 50;

    private protected override void Fill(Plot plot, double width, double height)
    {
        if (X.Count != Y.Count)
            throw new ArgumentException($"there are {X.Count} x and {Y.Count} y");
        ArgumentOutOfRangeException.ThrowIfLessThan(Bins, 2);
        var counts = new int[Bins, Bins]; // rows from the top of the chart
        for (var i = 0; i < X.Count; i++)
        {
            var (u, v) = ((X[i] - XRange.Low) / (XRange.High - XRange.Low), (Y[i] - YRange.Low) / (YRange.High - YRange.Low));
            if (u is >= 0 and <= 1 && v is >= 0 and <= 1)
                counts[Bins - 1 - Math.Min(Bins - 1, (int)(v * Bins)), Math.Min(Bins - 1, (int)(u * Bins))]++;
        }
        var most = Math.Max(1, counts.Cast<int>().Max());
        var shades = new double[Bins, Bins];
        for (var i = 0; i < Bins; i++)
        for (var j = 0; j < Bins; j++)
            // The root lets a cell with a single point be seen beside one with hundreds.
            shades[i, j] = counts[i, j] == 0 ? double.NaN : 0.15 + 0.85 * Math.Sqrt(counts[i, j] / (double)most);
        var map = plot.Add.Heatmap(shades);
        map.Colormap = Shades.Map;
        map.ManualRange = new(0, 1);
        // ScottPlot asks for the middles of the outermost cells.
        var ((left, right), (bottom, top)) = (Middles(XRange), Middles(YRange));
        map.Position = new(left, right, bottom, top);
        plot.Axes.SetLimits(XRange.Low, XRange.High, YRange.Low, YRange.High);
    }

    private (double Low, double High) Middles(AxisRange range)
    {
        var (low, high) = (Math.Min(range.Low, range.High), Math.Max(range.Low, range.High));
        return (low + (high - low) / (2 * Bins), high - (high - low) / (2 * Bins));
    }
}
