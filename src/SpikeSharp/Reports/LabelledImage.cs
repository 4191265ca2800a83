using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Reports;

/// <summary>
/// Images with boxes as cells of a grid: boxes and texts are drawn after the image is scaled, so that they stay readable.
/// </summary>
internal static class LabelledImage
{
    /// <summary>Most images in one picture.</summary>
    public const int MostInGrid = 16;

    private const int GridSide = 1920,
        LargestCell = 640;

    /// <summary>Draws a grid; image i is made by <paramref name="cell"/>, given the length its long side is to have.</summary>
    public static Image Grid(int count, Func<int, int, Image> cell, IReadOnlyList<string> captions)
    {
        count = Math.Min(count, MostInGrid);
        var side = Math.Min(LargestCell, GridSide / (int)Math.Ceiling(Math.Sqrt(count)));
        return ImageGrid.Compose([.. Enumerable.Range(0, count).Select(i => cell(i, side))], captions, maxSide: GridSide);
    }

    /// <summary>An image scaled to a long side, with boxes given in its own pixels.</summary>
    public static Image Draw(Image image, int side, IEnumerable<(Box Box, int Class, string Label)> boxes)
    {
        var scale = (double)side / Math.Max(image.Width, image.Height);
        var drawn = Resampling.Resize(
            image.ToRgb(),
            Math.Max(1, (int)Math.Round(image.Width * scale)),
            Math.Max(1, (int)Math.Round(image.Height * scale)),
            scale < 1 ? Interpolation.Area : Interpolation.Bilinear
        );
        foreach (var (box, number, label) in boxes)
            drawn.DrawBox(box.X1 * scale, box.Y1 * scale, box.X2 * scale, box.Y2 * scale, Palette.Colour(number), label);
        return drawn;
    }
}
