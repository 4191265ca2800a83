using ScottPlot;
using SkiaSharp;
using Image = SpikeSharp.Imaging.Image;

namespace SpikeSharp.Charts;

/// <summary>Several charts in one picture.</summary>
public static class Figure
{
    static Figure() => Letters.Install();

    /// <summary>Draws the charts in equal cells, row by row.</summary>
    /// <param name="panels">At least one; null leaves a cell empty.</param>
    /// <param name="columns">Cells in a row.</param>
    /// <param name="panelWidth">Width of a cell in pixels.</param>
    /// <param name="panelHeight">Height of a cell in pixels.</param>
    public static Image Render(IReadOnlyList<Panel?> panels, int columns, int panelWidth = 480, int panelHeight = 360)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(panels.Count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(columns, 1);
        columns = Math.Min(columns, panels.Count);
        var rows = (panels.Count + columns - 1) / columns;
        var (width, height) = (columns * panelWidth, rows * panelHeight);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            for (var i = 0; i < panels.Count; i++)
            {
                var (left, top) = (i % columns * panelWidth, i / columns * panelHeight);
                canvas.Save();
                // ScottPlot begins by clearing all that it can reach.
                canvas.ClipRect(new SKRect(left, top, left + panelWidth, top + panelHeight));
                panels[i]?.Draw(canvas, new PixelRect(left, left + panelWidth, top + panelHeight, top));
                canvas.Restore();
            }
        }
        return WithoutAlpha(bitmap);
    }

    private static Image WithoutAlpha(SKBitmap bitmap)
    {
        var image = new Image(bitmap.Width, bitmap.Height);
        var from = bitmap.GetPixelSpan();
        var to = image.Pixels.AsSpan();
        for (int i = 0, j = 0; j < to.Length; i += 4, j += 3)
            from.Slice(i, 3).CopyTo(to[j..]);
        return image;
    }
}
