using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>Brightness, contrast, saturation and hue, each by a coin (spike2former spec 6.3, as mmsegmentation does it).</summary>
/// <param name="Brightness">Added to every part of a colour.</param>
/// <param name="Contrast">Multiplies every part.</param>
/// <param name="ContrastLast">Whether contrast comes after saturation and hue instead of before them.</param>
/// <param name="Saturation">Multiplies the saturation.</param>
/// <param name="Hue">Added to the hue, in half degrees.</param>
internal readonly record struct PhotometricDistortion(double Brightness, double Contrast, bool ContrastLast, double Saturation, int Hue)
{
    private const int LargestBrightness = 32,
        LargestHue = 18;
    private const double LeastGain = 0.5,
        MostGain = 1.5;

    /// <summary>Tosses the coins and draws what they ask for.</summary>
    public static PhotometricDistortion Draw(ref CounterRandom random) =>
        new(
            random.NextBool(0.5) ? random.NextDouble(-LargestBrightness, LargestBrightness) : 0,
            Gain(ref random),
            random.NextBool(0.5),
            Gain(ref random),
            random.NextBool(0.5) ? random.NextInt(2 * LargestHue) - LargestHue : 0
        );

    /// <summary>Changes the image in place.</summary>
    public void Apply(Image image)
    {
        Linear(image, 1, Brightness);
        if (!ContrastLast)
            Linear(image, Contrast, 0);
        if (Saturation != 1)
            HsvJitter.Apply(image, 1, Saturation, 1);
        if (Hue != 0)
            HsvJitter.Turn(image, Hue);
        if (ContrastLast)
            Linear(image, Contrast, 0);
    }

    private static double Gain(ref CounterRandom random) => random.NextBool(0.5) ? random.NextDouble(LeastGain, MostGain) : 1;

    // Clipped, then cut to whole numbers.
    private static void Linear(Image image, double gain, double shift)
    {
        if (gain == 1 && shift == 0)
            return;
        Span<byte> table = stackalloc byte[256];
        for (var i = 0; i < 256; i++)
            table[i] = (byte)Math.Clamp(i * (float)gain + (float)shift, 0, 255);
        foreach (ref var part in image.Pixels.AsSpan())
            part = table[part];
    }
}
