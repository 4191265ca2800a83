using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Imaging.Drawing;

/// <summary>Several pictures in one, row by row: what a batch looks like.</summary>
public static class ImageGrid
{
    /// <summary>Puts images into equal cells; each is shrunk or enlarged to its cell without changing its proportions.</summary>
    /// <param name="images">At least one image.</param>
    /// <param name="captions">A text a picture, in its top left corner; missing ones are left out.</param>
    /// <param name="columns">Cells in a row; 0 makes the grid as square as it can be.</param>
    /// <param name="maxSide">The longest side of the result in pixels; cells are no larger than the largest image.</param>
    public static Image Compose(IReadOnlyList<Image> images, IReadOnlyList<string>? captions = null, int columns = 0, int maxSide = 1920)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(images.Count, 1);
        columns = columns > 0 ? Math.Min(columns, images.Count) : (int)Math.Ceiling(Math.Sqrt(images.Count));
        var rows = (images.Count + columns - 1) / columns;
        var (width, height) = (images.Max(image => image.Width), images.Max(image => image.Height));
        var scale = Math.Min(1, Math.Min(maxSide / (double)(columns * width), maxSide / (double)(rows * height)));
        (width, height) = (Math.Max(1, (int)(width * scale)), Math.Max(1, (int)(height * scale)));

        var grid = Image.Uninitialised(columns * width, rows * height);
        grid.Fill(Rgb.White);
        for (var i = 0; i < images.Count; i++)
        {
            var (x, y) = (i % columns * width, i / columns * height);
            var image = images[i].ToRgb();
            var cell = Letterbox.Plan(image.Width, image.Height, new(width, height));
            Resampling.ResizeInto(
                image,
                grid,
                x + cell.Left,
                y + cell.Top,
                cell.ResizedWidth,
                cell.ResizedHeight,
                cell.Ratio < 1 ? Interpolation.Area : Interpolation.Bilinear
            );
            grid.Rectangle(x, y, x + width - 1, y + height - 1, Rgb.White, 2);
            if (captions is not null && i < captions.Count && captions[i].Length > 0)
                Caption(grid, captions[i], x, y, width);
        }
        return grid;
    }

    private static void Caption(Image grid, string text, int x, int y, int width)
    {
        var scale = Math.Clamp(width / 640.0, 0.35, 0.7);
        // A long name loses its beginning: the end tells files apart.
        while (text.Length > 4 && Draw.MeasureText(text, scale).Width > width - 12)
            text = ".." + text[3..];
        var size = Draw.MeasureText(text, scale);
        grid.FillRectangle(x + 2, y + 2, x + size.Width + 10, y + size.Height + size.Below + 6, Rgb.Black, opacity: 0.55);
        grid.Text(text, x + 6, y + size.Height + 6, Rgb.White, scale);
    }
}
