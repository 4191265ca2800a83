namespace SpikeSharp.Graph.Detection;

/// <summary>
/// Where an image lies inside its letterbox: resized by one ratio, centred, padded with grey 114. An odd pixel of padding goes
/// right and below, by rounding pad ∓ 0.1 (spec 5.4).
/// </summary>
/// <param name="SourceWidth">Width of the image in pixels.</param>
/// <param name="SourceHeight">Height of the image in pixels.</param>
/// <param name="Width">Width of the letterbox in pixels.</param>
/// <param name="Height">Height of the letterbox in pixels.</param>
/// <param name="ResizedWidth">Width of the image inside.</param>
/// <param name="ResizedHeight">Height of the image inside.</param>
/// <param name="Ratio">Resized by original, before the sides were rounded to pixels.</param>
/// <param name="PadX">Half the horizontal padding, whole or a half: what labels are shifted by.</param>
/// <param name="PadY">Half the vertical padding, whole or a half: what labels are shifted by.</param>
public readonly record struct Letterbox(
    int SourceWidth,
    int SourceHeight,
    int Width,
    int Height,
    int ResizedWidth,
    int ResizedHeight,
    double Ratio,
    double PadX,
    double PadY
)
{
    /// <summary>The grey of the border, in every channel.</summary>
    public const byte Grey = 114;

    /// <summary>Columns of padding at the left.</summary>
    public int Left => Round(PadX - 0.1);

    /// <summary>Rows of padding above.</summary>
    public int Top => Round(PadY - 0.1);

    /// <summary>Where an image of a size goes.</summary>
    /// <param name="sourceWidth">Width of the image in pixels.</param>
    /// <param name="sourceHeight">Height of the image in pixels.</param>
    /// <param name="options">The rectangle and how to fit.</param>
    public static Letterbox Plan(int sourceWidth, int sourceHeight, LetterboxOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceWidth, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(sourceHeight, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Stride, 1);
        var ratio = Math.Min((double)options.Height / sourceHeight, (double)options.Width / sourceWidth);
        if (!options.ScaleUp)
            ratio = Math.Min(ratio, 1);
        // A very long image keeps a pixel of its short side.
        var (width, height) = (Math.Max(1, Round(sourceWidth * ratio)), Math.Max(1, Round(sourceHeight * ratio)));
        var (padWidth, padHeight) = (options.Width - width, options.Height - height);
        if (options.Auto)
            (padWidth, padHeight) = (padWidth % options.Stride, padHeight % options.Stride);
        return new(sourceWidth, sourceHeight, width + padWidth, height + padHeight, width, height, ratio, padWidth / 2.0, padHeight / 2.0);
    }

    /// <summary>The way back to the image, as the reference's scale_boxes goes when it knows the two sizes only.</summary>
    public LetterboxMapping Mapping => LetterboxMapping.Between(Width, Height, SourceWidth, SourceHeight);

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);
}
