using System.Globalization;
using System.Text.Json.Serialization;

namespace SpikeSharp.Graph.Detection;

/// <summary>An axis-parallel box by two corners, in pixels of whatever image it belongs to.</summary>
/// <param name="X1">Left.</param>
/// <param name="Y1">Top.</param>
/// <param name="X2">Right, not less than left in a proper box.</param>
/// <param name="Y2">Bottom, not less than top in a proper box.</param>
[JsonConverter(typeof(BoxJson))]
public readonly record struct Box(float X1, float Y1, float X2, float Y2)
{
    private const float Epsilon = 1e-7f;

    /// <summary>Right minus left.</summary>
    public float Width => X2 - X1;

    /// <summary>Bottom minus top.</summary>
    public float Height => Y2 - Y1;

    /// <summary>Width times height.</summary>
    public float Area => Width * Height;

    /// <summary>Whether none of the coordinates is NaN or infinite.</summary>
    public bool IsFinite => float.IsFinite(X1) && float.IsFinite(Y1) && float.IsFinite(X2) && float.IsFinite(Y2);

    /// <summary>The box around a centre.</summary>
    public static Box FromCentre(float x, float y, float width, float height) =>
        new(x - width / 2, y - height / 2, x + width / 2, y + height / 2);

    /// <summary>The part inside an image of the size given, its edges included.</summary>
    public Box Clip(float width, float height) =>
        new(Math.Clamp(X1, 0, width), Math.Clamp(Y1, 0, height), Math.Clamp(X2, 0, width), Math.Clamp(Y2, 0, height));

    /// <summary>Area of the intersection over that of the union: 0 (apart) to 1 (equal); 0 for two empty boxes.</summary>
    public float IoU(Box other)
    {
        var intersection = Intersection(other);
        return intersection / (Area + other.Area - intersection + Epsilon);
    }

    /// <summary>CIoU: IoU less the distance of the centres and the difference of the shapes (SpikeYOLO, 5.3); −1.5 … 1.</summary>
    public float CompleteIoU(Box other)
    {
        double w1 = Width + Epsilon,
            h1 = Height + Epsilon,
            w2 = other.Width + Epsilon,
            h2 = other.Height + Epsilon;
        double intersection = Intersection(other);
        var iou = intersection / (w1 * h1 + w2 * h2 - intersection + Epsilon);

        double width = Math.Max(X2, other.X2) - Math.Min(X1, other.X1),
            height = Math.Max(Y2, other.Y2) - Math.Min(Y1, other.Y1);
        double dx = other.X1 + other.X2 - X1 - X2,
            dy = other.Y1 + other.Y2 - Y1 - Y2;
        var distance = (dx * dx + dy * dy) / 4 / (width * width + height * height + Epsilon); // over the enclosing box's diagonal

        var angle = Math.Atan(w2 / h2) - Math.Atan(w1 / h1);
        var v = 4 / (Math.PI * Math.PI) * angle * angle;
        return (float)(iou - distance - v * v / (v - iou + 1 + Epsilon));
    }

    /// <summary>Both corners, to the pixel's tenth.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"({X1:F1}, {Y1:F1}) to ({X2:F1}, {Y2:F1})");

    private float Intersection(Box other) =>
        Math.Max(0, Math.Min(X2, other.X2) - Math.Max(X1, other.X1)) * Math.Max(0, Math.Min(Y2, other.Y2) - Math.Max(Y1, other.Y1));
}
