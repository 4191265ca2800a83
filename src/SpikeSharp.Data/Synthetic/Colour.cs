using SpikeSharp.Graph.Sampling;

namespace SpikeSharp.Data.Synthetic;

/// <summary>A colour, each part as a rule 0…1.</summary>
internal readonly record struct Colour(float R, float G, float B)
{
    public static Colour Draw(ref CounterRandom random) =>
        new((float)random.NextDouble(), (float)random.NextDouble(), (float)random.NextDouble());

    /// <summary>Draws until it stands out from another: shape alone decides the class, but the shape must be visible.</summary>
    public static Colour DrawAgainst(ref CounterRandom random, Colour ground)
    {
        while (true)
        {
            var colour = Draw(ref random);
            var (r, g, b) = (colour.R - ground.R, colour.G - ground.G, colour.B - ground.B);
            if (r * r + g * g + b * b > 0.2f)
                return colour;
        }
    }

    /// <summary>Draws a strong colour near a hue.</summary>
    /// <param name="random">What to draw from.</param>
    /// <param name="hue">0…1, once around the circle from red.</param>
    public static Colour DrawAround(ref CounterRandom random, double hue)
    {
        var sextant = (hue + random.NextDouble(-0.05, 0.05) + 1) * 6;
        var (saturation, value) = (random.NextDouble(0.65, 1), random.NextDouble(0.6, 1));
        return new(Part(5), Part(3), Part(1));

        // HSV to RGB without cases.
        float Part(double at)
        {
            var k = (at + sextant) % 6;
            return (float)(value * (1 - saturation * Math.Clamp(Math.Min(k, 4 - k), 0, 1)));
        }
    }

    public Colour Mix(Colour other, float share) => new(R + (other.R - R) * share, G + (other.G - G) * share, B + (other.B - B) * share);

    public Colour Shift(float by) => new(R + by, G + by, B + by);
}
