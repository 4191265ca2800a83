using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Imaging.Drawing;

/// <summary>Boxes with labels, as the pictures of Ultralytics show them.</summary>
public static class Boxes
{
    /// <summary>The line width that suits an image: 0.3 % of the mean of its sides, at least 2 pixels.</summary>
    /// <param name="image">The image.</param>
    public static int LineWidth(Image image) => Math.Max((int)Math.Round((image.Width + image.Height) / 2.0 * 0.003), 2);

    /// <summary>Draws the box of a found object; otherwise as the one below.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="box">In pixels of the image.</param>
    /// <param name="colour">The colour of box and plate, usually <see cref="Palette.Colour"/> of the class.</param>
    /// <param name="label">Empty for none; what is not ASCII becomes a question mark.</param>
    /// <param name="lineWidth">Pixels; 0 takes <see cref="LineWidth"/>.</param>
    public static void DrawBox(this Image image, Box box, Rgb colour, string label = "", int lineWidth = 0) =>
        image.DrawBox(box.X1, box.Y1, box.X2, box.Y2, colour, label, lineWidth);

    /// <summary>Draws a box, and its label on a plate above its top left corner, or inside when there is no room above.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="x1">Left, pixels.</param>
    /// <param name="y1">Top, pixels.</param>
    /// <param name="x2">Right, pixels.</param>
    /// <param name="y2">Bottom, pixels.</param>
    /// <param name="colour">The colour of box and plate, usually <see cref="Palette.Colour"/> of the class.</param>
    /// <param name="label">Empty for none; what is not ASCII becomes a question mark.</param>
    /// <param name="lineWidth">Pixels; 0 takes <see cref="LineWidth"/>.</param>
    public static void DrawBox(
        this Image image,
        double x1,
        double y1,
        double x2,
        double y2,
        Rgb colour,
        string label = "",
        int lineWidth = 0
    )
    {
        var width = lineWidth > 0 ? lineWidth : LineWidth(image);
        image.Rectangle(x1, y1, x2, y2, colour, width);
        if (label.Length == 0)
            return;
        var (scale, stroke) = (Math.Max(width / 3.0, 0.4), Math.Max(width - 1, 1));
        var text = Draw.MeasureText(label, scale, stroke);
        var (plateWidth, plateHeight) = (text.Width + 2 * width, text.Height + text.Below);
        var left = Math.Clamp(x1 - width / 2.0, 0, Math.Max(0, image.Width - plateWidth));
        var top = y1 - plateHeight >= 0 ? y1 - plateHeight : Math.Max(y1, 0);
        image.FillRectangle(left, top, left + plateWidth, top + plateHeight, colour);
        image.Text(label, left + width, top + plateHeight - text.Below / 2.0 - 1, colour.TextColour(), scale, stroke);
    }
}
