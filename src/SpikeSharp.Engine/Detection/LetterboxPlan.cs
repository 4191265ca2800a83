using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Engine.Detection;

/// <summary>Where a picture lies in the network's input: resized by one ratio, centred, padded with grey 114 (spec 5.4).</summary>
internal readonly record struct LetterboxPlan(
    int SourceWidth,
    int SourceHeight,
    int Width,
    int Height,
    int ResizedWidth,
    int ResizedHeight,
    int Left,
    int Top
)
{
    /// <summary>The grey of the border.</summary>
    internal const byte Grey = 114;

    /// <param name="width">Of the picture, in pixels.</param>
    /// <param name="height">Of the picture, in pixels.</param>
    /// <param name="side">Longer side of the input, in pixels.</param>
    /// <param name="stride">What both sides of the input are a multiple of.</param>
    /// <param name="rectangular">The smallest such rectangle instead of a square.</param>
    internal static LetterboxPlan Of(int width, int height, int side, int stride, bool rectangular)
    {
        var ratio = Math.Min((double)side / height, (double)side / width);
        int w = Math.Max(1, Round(width * ratio)),
            h = Math.Max(1, Round(height * ratio));
        int padX = side - w,
            padY = side - h;
        if (rectangular)
            (padX, padY) = (padX % stride, padY % stride);
        return new LetterboxPlan(width, height, w + padX, h + padY, w, h, Round(padX / 2.0 - 0.1), Round(padY / 2.0 - 0.1));
    }

    /// <summary>The way back from the input to the picture, by the reference's own rounding.</summary>
    internal LetterboxMapping Mapping => LetterboxMapping.Between(Width, Height, SourceWidth, SourceHeight);

    private static int Round(double value) => (int)Math.Round(value, MidpointRounding.ToEven);
}
