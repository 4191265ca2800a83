using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Synthetic;

/// <summary>A picture in the making: linear levels 0…1, three a pixel.</summary>
internal sealed class Canvas(int width, int height)
{
    private readonly float[] _levels = new float[3 * width * height];

    public int Width => width;

    public int Height => height;

    /// <summary>Three colours mixed by two fields of smooth noise, and stripes or checks over half of the grounds.</summary>
    public void PaintGround(ref CounterRandom random)
    {
        var (a, b, c) = (Colour.Draw(ref random), Colour.Draw(ref random), Colour.Draw(ref random));
        var (coarse, fine) = (new SmoothNoise(ref random, width / 3f), new SmoothNoise(ref random, width / 14f));
        var (angle, period) = (random.NextDouble(0, Math.PI), (float)random.NextDouble(5, 24) * width / 192);
        var strength = random.NextBool(0.5) ? (float)random.NextDouble(0.03, 0.15) : 0;
        var checks = random.NextBool(0.5);
        var (sin, cos) = ((float)Math.Sin(angle), (float)Math.Cos(angle));
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var (u, v) = ((x * cos + y * sin) / period, (y * cos - x * sin) / period);
            var pattern = MathF.Sign(MathF.Sin(u * MathF.Tau)) * (checks ? MathF.Sign(MathF.Sin(v * MathF.Tau)) : 1) * strength;
            var ground = a.Mix(b, coarse[x, y]).Mix(c, 0.6f * fine[x, y]);
            Set(x, y, ground.Shift(pattern));
        }
    }

    public Colour Get(int x, int y)
    {
        var at = 3 * (y * width + x);
        return new(_levels[at], _levels[at + 1], _levels[at + 2]);
    }

    public void Blend(int x, int y, Colour colour, float share) => Set(x, y, Get(x, y).Mix(colour, share));

    /// <summary>Light from one side and camera noise, then 8 bits.</summary>
    public Image Finish(ref CounterRandom random)
    {
        var (angle, slope) = (random.NextDouble(0, 2 * Math.PI), random.NextDouble(0, 0.45));
        var (gain, noise) = ((float)random.NextDouble(0.7, 1.15), (float)random.NextDouble(0.005, 0.05));
        var (dx, dy) = ((float)(Math.Cos(angle) * slope / width), (float)(Math.Sin(angle) * slope / height));
        var image = new Image(width, height);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
        {
            var light = gain * (1 + dx * (2 * x - width) + dy * (2 * y - height));
            for (var c = 0; c < 3; c++)
            {
                // The sum of two uniforms, centred: near enough to a bell for noise, and two draws in one.
                var bits = random.NextBits();
                var grain = ((uint)bits + (float)(uint)(bits >> 32)) / uint.MaxValue - 1;
                var at = 3 * (y * width + x) + c;
                image.Pixels[at] = (byte)Math.Clamp(255 * (_levels[at] * light + 2.4f * noise * grain) + 0.5f, 0, 255);
            }
        }
        return image;
    }

    private void Set(int x, int y, Colour colour)
    {
        var at = 3 * (y * width + x);
        (_levels[at], _levels[at + 1], _levels[at + 2]) = (colour.R, colour.G, colour.B);
    }
}
