using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Imaging.Charts;

/// <summary>
/// What charts are drawn on: twice the size of the finished picture in each direction and shrunk at the end, so that the thin strokes
/// of text and grid come out smooth. Coordinates and sizes are those of the finished picture.
/// </summary>
internal sealed class Surface
{
    private const int Factor = 2;

    // Capitals of the Hershey fonts are 21 pixels high at scale 1.
    private const double CapitalHeight = 21;

    private readonly Image image;

    public Surface(int width, int height)
    {
        image = new(checked(width * Factor), checked(height * Factor));
        image.Fill(Rgb.White);
        Whole = new(0, 0, width, height);
    }

    public Area Whole { get; }

    public Image Finish() => Resampling.Resize(image, image.Width / Factor, image.Height / Factor, Interpolation.Area);

    public void Line(double x1, double y1, double x2, double y2, Rgb colour, double width = 1) =>
        image.Line((x1 * Factor, y1 * Factor), (x2 * Factor, y2 * Factor), colour, Thickness(width));

    public void Lines(ReadOnlySpan<(double X, double Y)> points, Rgb colour, double width)
    {
        var scaled = new (double, double)[points.Length];
        for (var i = 0; i < points.Length; i++)
            scaled[i] = (points[i].X * Factor, points[i].Y * Factor);
        image.Polyline(scaled, colour, Thickness(width));
    }

    public void Rectangle(Area area, Rgb colour, double width = 1) => image.Rectangle(
        area.Left * Factor, area.Top * Factor, area.Right * Factor, area.Bottom * Factor, colour, Thickness(width));

    public void Fill(Area area, Rgb colour, double opacity = 1) => image.FillRectangle(
        area.Left * Factor, area.Top * Factor, area.Right * Factor, area.Bottom * Factor, colour, opacity);

    public void Dot(double x, double y, double radius, Rgb colour) => image.FillCircle((x * Factor, y * Factor), radius * Factor, colour);

    /// <summary>
    /// Text whose capitals are <paramref name="size"/> high; alignX 0 begins at x, ½ centres, 1 ends there; y is the middle of capitals.
    /// </summary>
    public void Text(string text, double x, double y, double size, Rgb colour, double alignX = 0, bool bold = false)
    {
        var (scale, stroke) = Pen(size, bold);
        var width = Draw.MeasureText(text, scale, stroke).Width;
        image.Text(text, x * Factor - alignX * width, y * Factor + size * Factor / 2, colour, scale, stroke);
    }

    /// <summary>Text that reads upwards: x is the middle of capitals; alignY 0 ends at y, ½ centres, 1 begins at y (from below).</summary>
    public void TextUpwards(string text, double x, double y, double size, Rgb colour, double alignY = 0.5)
    {
        var (scale, stroke) = Pen(size, bold: false);
        var room = Draw.MeasureText(text, scale, stroke);
        if (room.Width == 0)
            return;
        var flat = new Image(room.Width + 4, room.Height + 2 * room.Below + 4);
        flat.Fill(Rgb.White);
        flat.Text(text, 2, room.Height + room.Below / 2 + 2, Rgb.Black, scale, stroke);
        var left = (int)Math.Round(x * Factor - room.Below / 2 - 2 - room.Height / 2.0);
        var bottom = (int)Math.Round(y * Factor + flat.Width * (1 - alignY));
        for (var v = 0; v < flat.Height; v++)
            for (var u = 0; u < flat.Width; u++)
            {
                var (column, row) = (left + v, bottom - u);
                if (column >= 0 && column < image.Width && row >= 0 && row < image.Height)
                    image[column, row] = image[column, row].Mix(colour, 1 - flat[u, v].R / 255.0);
            }
    }

    public static double TextWidth(string text, double size, bool bold = false)
    {
        var (scale, stroke) = Pen(size, bold);
        return Draw.MeasureText(text, scale, stroke).Width / (double)Factor;
    }

    private static (double Scale, int Stroke) Pen(double size, bool bold)
    {
        var scale = size * Factor / CapitalHeight;
        return (scale, Math.Max(1, (int)Math.Round(scale * (bold ? 3.4 : 2.1))));
    }

    private static int Thickness(double width) => Math.Max(1, (int)Math.Round(width * Factor));
}
