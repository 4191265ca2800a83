using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Imaging.Charts;

/// <summary>The outlines of boxes over each other, all with their centres in the middle: their shapes and sizes at one glance.</summary>
/// <param name="Boxes">Class, width and height as shares of the image, 0…1. The first 1,000 are drawn.</param>
public sealed record BoxesPanel(IReadOnlyList<(int Class, double Width, double Height)> Boxes) : Panel
{
    internal override void Draw(Surface surface, Area area)
    {
        var axes = new Axes(surface, area, this, AxisRange.Unit, AxisRange.Unit, numbersX: false, numbersY: false);
        foreach (var (number, width, height) in Boxes.Take(1000))
            if (double.IsFinite(width) && double.IsFinite(height))
                surface.Rectangle(
                    new(axes.X(0.5 - width / 2), axes.Y(0.5 + height / 2), axes.X(0.5 + width / 2), axes.Y(0.5 - height / 2)),
                    Palette.Colour(number), width: 0.5);
        axes.DrawFrame();
    }
}
