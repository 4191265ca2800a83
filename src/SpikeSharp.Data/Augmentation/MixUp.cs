using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>Blends two training images, share r ~ Beta(32, 32) of the first; the objects of both stay (Zhang et al. 2018).</summary>
internal static class MixUp
{
    private const int Shape = 32;

    /// <summary>A share from Beta(32, 32): a / (a + b) with a, b ~ Gamma(32), each the sum of 32 exponentials.</summary>
    public static double DrawShare(ref CounterRandom random)
    {
        var (a, b) = (Gamma(ref random), Gamma(ref random));
        return a / (a + b);
    }

    /// <summary>image ← share·image + (1 − share)·other, cut to whole numbers.</summary>
    public static void Blend(Image image, Image other, double share)
    {
        Span<float> ours = stackalloc float[256],
            theirs = stackalloc float[256];
        for (var i = 0; i < 256; i++)
            (ours[i], theirs[i]) = ((float)(i * share), (float)(i * (1 - share)));
        var pixels = image.Pixels.AsSpan();
        var others = other.Pixels.AsSpan(0, pixels.Length);
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(ours[pixels[i]] + theirs[others[i]]);
    }

    private static double Gamma(ref CounterRandom random)
    {
        var sum = 0.0;
        for (var i = 0; i < Shape; i++)
            sum -= Math.Log(1 - random.NextDouble());
        return sum;
    }
}
