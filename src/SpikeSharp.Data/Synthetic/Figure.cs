namespace SpikeSharp.Data.Synthetic;

/// <summary>A shape with its place on the canvas, all lengths in pixels.</summary>
internal readonly record struct Figure(Shape Shape, float X, float Y, float Radius, float Stretch, float Angle)
{
    private readonly float _sin = MathF.Sin(Angle),
        _cos = MathF.Cos(Angle);

    public Colour Colour { get; init; }

    /// <summary>How much lighter the right side is than the middle.</summary>
    public float Shade { get; init; }

    /// <summary>How much lighter the rim is than the rest.</summary>
    public float Rim { get; init; }

    /// <summary>Distance of a pixel's centre to the edge, negative inside.</summary>
    public float Distance(int x, int y)
    {
        var (dx, dy) = ((x + 0.5f - X) / Radius, (y + 0.5f - Y) / Radius);
        return ShapeDistance.Of(Shape, dx * _cos + dy * _sin, (dy * _cos - dx * _sin) / Stretch) * Radius * Stretch;
    }

    public Colour ColourAt(int x, float distance) => Colour.Shift(Shade * (x - X) / Radius + (distance > -0.12f * Radius ? Rim : 0));
}
