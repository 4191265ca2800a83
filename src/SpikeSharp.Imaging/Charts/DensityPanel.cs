namespace SpikeSharp.Imaging.Charts;

/// <summary>How many points fall into each cell of a grid: where boxes lie, how large they are.</summary>
/// <param name="X">Horizontal numbers.</param>
/// <param name="Y">Vertical numbers, as many.</param>
public sealed record DensityPanel(IReadOnlyList<double> X, IReadOnlyList<double> Y) : Panel
{
    /// <summary>The horizontal axis; points beyond it are left out.</summary>
    public AxisRange XRange { get; init; } = AxisRange.Unit;

    /// <summary>The vertical axis; a range from high to low turns it over, as pictures are.</summary>
    public AxisRange YRange { get; init; } = AxisRange.Unit;

    /// <summary>Cells along each axis, at least 1.</summary>
    public int Bins { get; init; } = 50;

    internal override void Draw(Surface surface, Area area)
    {
        if (X.Count != Y.Count)
            throw new ArgumentException($"there are {X.Count} x and {Y.Count} y");
        var counts = new int[Bins, Bins];
        var most = 0;
        for (var i = 0; i < X.Count; i++)
        {
            var (u, v) = ((X[i] - XRange.Low) / (XRange.High - XRange.Low), (Y[i] - YRange.Low) / (YRange.High - YRange.Low));
            if (u is >= 0 and <= 1 && v is >= 0 and <= 1)
                most = Math.Max(most, ++counts[Math.Min(Bins - 1, (int)(u * Bins)), Math.Min(Bins - 1, (int)(v * Bins))]);
        }
        var axes = new Axes(surface, area, this, XRange, YRange);
        var (width, height) = (axes.Plot.Width / Bins, axes.Plot.Height / Bins);
        for (var i = 0; i < Bins; i++)
            for (var j = 0; j < Bins; j++)
                if (counts[i, j] > 0)
                {
                    var (x, y) = (axes.Plot.Left + i * width, axes.Plot.Bottom - j * height);
                    // The root lets a cell with a single point be seen beside one with hundreds.
                    surface.Fill(new(x, y - height, x + width, y), Ramp.Colour(0.15 + 0.85 * Math.Sqrt(counts[i, j] / (double)most)));
                }
        axes.DrawFrame();
    }
}
