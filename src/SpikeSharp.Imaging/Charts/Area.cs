namespace SpikeSharp.Imaging.Charts;

/// <summary>A rectangle of a chart, in pixels of the finished picture.</summary>
internal readonly record struct Area(double Left, double Top, double Right, double Bottom)
{
    public double Width => Right - Left;

    public double Height => Bottom - Top;

    public Area Shrink(double left, double top, double right, double bottom) => new(Left + left, Top + top, Right - right, Bottom - bottom);
}
