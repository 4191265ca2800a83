namespace SpikeSharp.Imaging;

/// <summary>How pixels are made that lie between or over others; the values are OpenCV's.</summary>
public enum Interpolation
{
    /// <summary>Between the four nearest, by pixel centres (INTER_LINEAR).</summary>
    Bilinear = 1,

    /// <summary>Mean over the covered area (INTER_AREA): for shrinking without aliasing.</summary>
    Area = 3,
}
