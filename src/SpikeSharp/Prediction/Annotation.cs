using System.Globalization;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Prediction;

/// <summary>Draws detections on a picture.</summary>
public static class Annotation
{
    /// <summary>Draws every detection, the most confident last so that it lies on top.</summary>
    /// <param name="picture">The picture to change.</param>
    /// <param name="found">Objects, in its pixels.</param>
    /// <param name="options">What to write beside a box.</param>
    public static void Draw(Image picture, IReadOnlyList<DetectedObject> found, AnnotationOptions options)
    {
        foreach (var (number, name, confidence, box) in found.Reverse())
        {
            var label = options.Labels ? name : "";
            if (options.Confidences)
                label = string.Create(CultureInfo.InvariantCulture, $"{label} {confidence:F2}").TrimStart();
            picture.DrawBox(box.X1, box.Y1, box.X2, box.Y2, Palette.Colour(number), label, options.LineWidth);
        }
    }
}
