using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>
/// A picture scaled so that it covers the output, then larger or smaller by chance, and cut or laid at a place of chance.
/// </summary>
/// <param name="Scale">Output pixels a pixel.</param>
/// <param name="X">Where the picture's left edge lies, output pixels.</param>
/// <param name="Y">Where its top edge lies.</param>
internal readonly record struct ScaledWindow(double Scale, double X, double Y)
{
    /// <summary>Draws scale, x and y.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="range">The size varies by 1 ± this.</param>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="outputWidth">The output's width.</param>
    /// <param name="outputHeight">The output's height.</param>
    public static ScaledWindow Draw(ref CounterRandom random, double range, int width, int height, int outputWidth, int outputHeight)
    {
        var scale = Math.Max((double)outputWidth / width, (double)outputHeight / height) * random.NextDouble(1 - range, 1 + range);
        return Place(ref random, scale, width, height, outputWidth, outputHeight);
    }

    /// <summary>Draws x and y for a picture of a given scale.</summary>
    /// <param name="random">Where from.</param>
    /// <param name="scale">Output pixels a pixel.</param>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="outputWidth">The output's width.</param>
    /// <param name="outputHeight">The output's height.</param>
    /// <param name="corner">Where a picture that is smaller than the output lies, 0 at its left and top, 1 at its right and bottom; null
    /// for anywhere.</param>
    public static ScaledWindow Place(
        ref CounterRandom random,
        double scale,
        int width,
        int height,
        int outputWidth,
        int outputHeight,
        (int X, int Y)? corner = null
    )
    {
        return new(
            scale,
            Room(outputWidth - width * scale, corner?.X, random.NextDouble()),
            Room(outputHeight - height * scale, corner?.Y, random.NextDouble())
        );
        static double Room(double left, int? side, double chance) => left * (left > 0 && side is { } fixedly ? fixedly : chance);
    }

    /// <summary>The picture scaled to cover the output, its middle.</summary>
    public static ScaledWindow Middle(int width, int height, int outputWidth, int outputHeight)
    {
        var scale = Math.Max((double)outputWidth / width, (double)outputHeight / height);
        return new(scale, (outputWidth - width * scale) / 2, (outputHeight - height * scale) / 2);
    }

    /// <summary>Moves the picture bilinearly onto the output, grey where there is none.</summary>
    // Pixels have their centres at halves: edge 0 lies at −½ of the map that counts centres.
    public void Apply(Image source, Image output) =>
        Resampling.WarpAffine(source, output, new(Scale, 0, X + (Scale - 1) / 2, 0, Scale, Y + (Scale - 1) / 2), Letterbox.Grey);

    /// <summary>Moves classes the same way, each output pixel taking that under its centre; 255 where there is none.</summary>
    public void Apply(ReadOnlySpan<byte> source, int width, int height, Span<byte> output, int outputWidth, int outputHeight)
    {
        for (var y = 0; y < outputHeight; y++)
        {
            var row = (int)Math.Floor((y + 0.5 - Y) / Scale);
            for (var x = 0; x < outputWidth; x++)
            {
                var column = (int)Math.Floor((x + 0.5 - X) / Scale);
                output[y * outputWidth + x] =
                    row >= 0 && row < height && column >= 0 && column < width ? source[row * width + column] : byte.MaxValue;
            }
        }
    }
}
