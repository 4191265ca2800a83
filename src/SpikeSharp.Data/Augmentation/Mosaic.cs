using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Sampling;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>Four images around a random centre on one canvas of twice the side (spec 5.2.1; golden case mosaic4).</summary>
internal static class Mosaic
{
    public const int Tiles = 4;

    /// <summary>A centre in [side/2, 3·side/2) on each axis, whole pixels.</summary>
    public static (int X, int Y) DrawCentre(ref CounterRandom random, int side)
    {
        // Ultralytics draws the vertical coordinate first.
        var y = (int)random.NextDouble(side / 2, 2 * side - side / 2);
        return ((int)random.NextDouble(side / 2, 2 * side - side / 2), y);
    }

    /// <summary>Puts one tile on the canvas: 0 top left, 1 top right, 2 bottom left, 3 bottom right of the centre.</summary>
    /// <param name="canvas">The square canvas, filled with padding before the first tile.</param>
    /// <param name="tile">Which quarter.</param>
    /// <param name="image">The image; what does not fit is cut off at the canvas's edge.</param>
    /// <param name="labels">Its objects.</param>
    /// <param name="centre">Where the four corners meet.</param>
    /// <param name="boxes">Gets its boxes, clipped to the canvas, without those that are off it.</param>
    public static void Place(
        Image canvas,
        int tile,
        Image image,
        IReadOnlyList<ObjectLabel> labels,
        (int X, int Y) centre,
        List<PixelBox> boxes
    )
    {
        var (width, height, side) = (image.Width, image.Height, canvas.Width);
        // Where the image's left top corner would be on an endless canvas.
        var left = tile is 0 or 2 ? centre.X - width : centre.X;
        var top = tile is 0 or 1 ? centre.Y - height : centre.Y;
        var (x1, y1) = (Math.Max(left, 0), Math.Max(top, 0));
        var (x2, y2) = (Math.Min(left + width, side), Math.Min(top + height, side));
        image.CopyTo(canvas, x1 - left, y1 - top, x1, y1, x2 - x1, y2 - y1);
        foreach (var label in labels)
        {
            var box = LabelGeometry.ToPixels(label, width, height, left, top).Clip(side, side);
            if (box.Width > 0 && box.Height > 0)
                boxes.Add(box);
        }
    }
}
