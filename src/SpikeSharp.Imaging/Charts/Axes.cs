namespace SpikeSharp.Imaging.Charts;

/// <summary>The frame of a chart: title, numbered axes, grid, and the way from numbers to pixels.</summary>
internal sealed class Axes
{
    public const double TextSize = 8, TitleSize = 9.5;

    private static readonly Rgb Frame = Rgb.Grey(120), Grid = Rgb.Grey(228), Ink = Rgb.Grey(55);

    private readonly Surface surface;
    private readonly AxisRange x, y;

    public Axes(
        Surface surface, Area area, Panel panel, AxisRange x, AxisRange y, bool numbersX = true, bool numbersY = true, double bottom = 0)
    {
        (this.surface, this.x, this.y) = (surface, x, y);
        var ticksY = new Ticks(Math.Min(y.Low, y.High), Math.Max(y.Low, y.High), (int)(area.Height / 45));
        var left = 6.0;
        foreach (var value in numbersY ? ticksY.Values : [])
            left = Math.Max(left, Surface.TextWidth(ticksY.Label(value), TextSize) + 10);
        Plot = area.Shrink(
            left + (panel.YLabel.Length > 0 ? 26 : 4),
            panel.Title.Length > 0 ? 32 : 12,
            16,
            8 + (numbersX ? 16 : 0) + bottom + (panel.XLabel.Length > 0 ? 20 : 0));
        var ticksX = new Ticks(Math.Min(x.Low, x.High), Math.Max(x.Low, x.High), (int)(Plot.Width / 75));

        foreach (var value in numbersX ? ticksX.Values : [])
        {
            surface.Line(X(value), Plot.Top, X(value), Plot.Bottom, Grid);
            surface.Text(ticksX.Label(value), X(value), Plot.Bottom + 13, TextSize, Ink, alignX: 0.5);
        }
        foreach (var value in numbersY ? ticksY.Values : [])
        {
            surface.Line(Plot.Left, Y(value), Plot.Right, Y(value), Grid);
            surface.Text(ticksY.Label(value), Plot.Left - 7, Y(value), TextSize, Ink, alignX: 1);
        }
        surface.Text(panel.Title, (Plot.Left + Plot.Right) / 2, area.Top + 17, TitleSize, Rgb.Grey(20), alignX: 0.5, bold: true);
        surface.Text(panel.XLabel, (Plot.Left + Plot.Right) / 2, area.Bottom - 12, TextSize, Ink, alignX: 0.5);
        surface.TextUpwards(panel.YLabel, area.Left + 12, (Plot.Top + Plot.Bottom) / 2, TextSize, Ink);
    }

    /// <summary>Where the numbers are drawn.</summary>
    public Area Plot { get; }

    /// <summary>The column of a number; beyond the axis, its end.</summary>
    public double X(double value) => Plot.Left + Math.Clamp((value - x.Low) / (x.High - x.Low), 0, 1) * Plot.Width;

    /// <summary>The row of a number; beyond the axis, its end.</summary>
    public double Y(double value) => Plot.Bottom - Math.Clamp((value - y.Low) / (y.High - y.Low), 0, 1) * Plot.Height;

    /// <summary>Drawn last, over what touches it.</summary>
    public void DrawFrame() => surface.Rectangle(Plot, Frame);
}
