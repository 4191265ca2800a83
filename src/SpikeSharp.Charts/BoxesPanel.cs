using ScottPlot;
using Palette = SpikeSharp.Imaging.Drawing.Palette;

namespace SpikeSharp.Charts;

/// <summary>The outlines of boxes over each other, all with their centres in the middle: their shapes and sizes at one glance.</summary>
/// <param name="Boxes">Class, width and height as shares of the image, 0…1. The first 1,000 are drawn.</param>
public sealed record BoxesPanel(IReadOnlyList<(int Class, double Width, double Height)> Boxes) : Panel
{
    private protected override void Fill(Plot plot, double width, double height)
    {
        foreach (var (number, across, down) in Boxes.Take(1000))
        {
            if (!double.IsFinite(across) || !double.IsFinite(down))
                continue;
            var box = plot.Add.Rectangle(0.5 - across / 2, 0.5 + across / 2, 0.5 - down / 2, 0.5 + down / 2);
            box.FillColor = Colors.Transparent;
            box.LineColor = Of(Palette.Colour(number));
            box.LineWidth = 0.8f;
        }
        plot.HideGrid();
        plot.Axes.Bottom.TickGenerator = plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.EmptyTickGenerator();
        plot.Axes.SetLimits(0, 1, 0, 1);
    }
}
