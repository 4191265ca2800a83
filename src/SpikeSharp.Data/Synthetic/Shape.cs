namespace SpikeSharp.Data.Synthetic;

/// <summary>What is drawn; the first <see cref="Scene.Classes"/> are the classes, the rest belongs to none.</summary>
internal enum Shape
{
    Disc,
    Ring,
    Cross,
    Triangle,
    Star,
    Square,
    Bar,
    HalfDisc,
    Arc,
}

/// <summary>Signed distances of shapes that fill the unit circle: negative inside.</summary>
internal static class ShapeDistance
{
    public static float Of(Shape shape, float x, float y) =>
        shape switch
        {
            Shape.Disc => Length(x, y) - 1,
            Shape.Ring => MathF.Abs(Length(x, y) - 0.73f) - 0.26f,
            Shape.Cross => MathF.Min(Box(x, y, 1, 0.3f), Box(x, y, 0.3f, 1)),
            Shape.Triangle => MathF.Max(y, MathF.Abs(x) * 0.8660254f - y * 0.5f) - 0.5f,
            Shape.Star => Star(x, y),
            Shape.Square => Box(x, y, 0.7f, 0.7f),
            Shape.Bar => Box(x, y, 1, 0.22f),
            Shape.HalfDisc => MathF.Max(Length(x, y) - 1, y - 0.1f),
            _ => MathF.Max(MathF.Abs(Length(x, y) - 0.85f) - 0.12f, y - 0.2f),
        };

    private static float Length(float x, float y) => MathF.Sqrt(x * x + y * y);

    private static float Box(float x, float y, float halfWidth, float halfHeight) =>
        MathF.Max(MathF.Abs(x) - halfWidth, MathF.Abs(y) - halfHeight);

    /// <summary>Five points: fold the plane into one tenth, then the distance to one edge from tip to notch.</summary>
    private static float Star(float x, float y)
    {
        const float tenth = MathF.PI / 5,
            notch = 0.42f;
        var angle = MathF.Abs(MathF.IEEERemainder(MathF.Atan2(x, -y), 2 * tenth));
        var radius = Length(x, y);
        var (px, py) = (radius * MathF.Cos(angle), radius * MathF.Sin(angle));
        var (ex, ey) = (notch * MathF.Cos(tenth) - 1, notch * MathF.Sin(tenth));
        return ((px - 1) * -ey + py * ex) / -Length(ex, ey);
    }
}
