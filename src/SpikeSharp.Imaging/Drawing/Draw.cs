using System.Buffers;
using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging.Drawing;

/// <summary>
/// Anti-aliased drawing on an image. Coordinates are pixels with fractions (kept to 1/16), (0, 0) is the middle of the top left pixel;
/// what leaves the image is cut off.
/// </summary>
public static unsafe class Draw
{
    private const double Fraction = 16;

    // Far outside every image, yet far from overflow in OpenCV's arithmetic.
    private const double Far = 1 << 20;

    /// <summary>A straight line.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="from">One end.</param>
    /// <param name="to">The other end.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="thickness">Pixels, at least 1.</param>
    public static void Line(this Image image, (double X, double Y) from, (double X, double Y) to, Rgb colour, int thickness = 1) =>
        Polyline(image, [from, to], colour, thickness);

    /// <summary>Lines from point to point.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="points">At least one point.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="thickness">Pixels, at least 1.</param>
    /// <param name="closed">Whether the last point is joined to the first.</param>
    public static void Polyline(
        this Image image, ReadOnlySpan<(double X, double Y)> points, Rgb colour, int thickness = 1, bool closed = false)
    {
        if (points.IsEmpty)
            return;
        var xy = Fixed(points);
        fixed (byte* pixels = image.Pixels)
        fixed (int* first = xy)
            Native.Check(
                Native.imaging_polyline(pixels, image.Width, image.Height, first, points.Length, closed ? 1 : 0, colour.Packed,
                    Math.Clamp(thickness, 1, 255)),
                "line");
        ArrayPool<int>.Shared.Return(xy);
    }

    /// <summary>A filled polygon.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="points">Its corners, in order.</param>
    /// <param name="colour">The colour.</param>
    public static void FillPolygon(this Image image, ReadOnlySpan<(double X, double Y)> points, Rgb colour)
    {
        if (points.IsEmpty)
            return;
        var xy = Fixed(points);
        fixed (byte* pixels = image.Pixels)
        fixed (int* first = xy)
            Native.Check(Native.imaging_fill_polygon(pixels, image.Width, image.Height, first, points.Length, colour.Packed), "polygon");
        ArrayPool<int>.Shared.Return(xy);
    }

    /// <summary>The outline of a rectangle.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="x1">Left.</param>
    /// <param name="y1">Top.</param>
    /// <param name="x2">Right.</param>
    /// <param name="y2">Bottom.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="thickness">Pixels, at least 1; half of it lies outside.</param>
    public static void Rectangle(this Image image, double x1, double y1, double x2, double y2, Rgb colour, int thickness = 1) =>
        Polyline(image, [(x1, y1), (x2, y1), (x2, y2), (x1, y2)], colour, thickness, closed: true);

    /// <summary>A filled rectangle with sharp edges; nothing when it is empty or outside.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="x1">Left edge, rounded to pixels.</param>
    /// <param name="y1">Top edge.</param>
    /// <param name="x2">Right edge, the first column that is not painted.</param>
    /// <param name="y2">Bottom edge, the first row that is not painted.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="opacity">0 nothing … 1 the colour alone.</param>
    public static void FillRectangle(this Image image, double x1, double y1, double x2, double y2, Rgb colour, double opacity = 1)
    {
        var (left, top, right, bottom) = (Edge(x1, image.Width), Edge(y1, image.Height), Edge(x2, image.Width), Edge(y2, image.Height));
        if (left >= right || top >= bottom)
            return;
        for (var y = top; y < bottom; y++)
        {
            if (opacity >= 1 && y > top)
            {
                image.CopyTo(image, left, top, left, y, right - left, 1);
                continue;
            }
            for (var x = left; x < right; x++)
                image[x, y] = image[x, y].Mix(colour, Math.Min(opacity, 1));
        }

        static int Edge(double at, int limit) => double.IsNaN(at) ? 0 : (int)Math.Clamp(Math.Round(at), 0, limit);
    }

    /// <summary>A filled circle.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="centre">Its centre.</param>
    /// <param name="radius">Pixels, not negative.</param>
    /// <param name="colour">The colour.</param>
    public static void FillCircle(this Image image, (double X, double Y) centre, double radius, Rgb colour)
    {
        fixed (byte* pixels = image.Pixels)
            Native.Check(
                Native.imaging_circle(pixels, image.Width, image.Height, Fixed(centre.X), Fixed(centre.Y), Math.Max(0, Fixed(radius)),
                    colour.Packed, -1),
                "circle");
    }

    /// <summary>One line of text, in OpenCV's plain Hershey font, which is drawn with strokes.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="text">What is not ASCII becomes a question mark.</param>
    /// <param name="x">Left end.</param>
    /// <param name="y">The base line.</param>
    /// <param name="colour">The colour.</param>
    /// <param name="scale">1 gives capitals about 21 pixels high.</param>
    /// <param name="thickness">Pixels, at least 1.</param>
    public static void Text(this Image image, string text, double x, double y, Rgb colour, double scale, int thickness = 1)
    {
        fixed (byte* pixels = image.Pixels)
            Native.Check(
                Native.imaging_text(pixels, image.Width, image.Height, Ascii(text), Whole(x), Whole(y), scale, colour.Packed,
                    Math.Clamp(thickness, 1, 255)),
                "text");
    }

    /// <summary>The room that <see cref="Text"/> takes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scale">As for <see cref="Text"/>.</param>
    /// <param name="thickness">As for <see cref="Text"/>.</param>
    public static TextSize MeasureText(string text, double scale, int thickness = 1)
    {
        thickness = Math.Clamp(thickness, 1, 255);
        Native.Check(Native.imaging_text_size(Ascii(text), scale, thickness, out var width, out var height, out var below), "text");
        return new(width, height, below);
    }

    private static int[] Fixed(ReadOnlySpan<(double X, double Y)> points)
    {
        var xy = ArrayPool<int>.Shared.Rent(2 * points.Length);
        for (var i = 0; i < points.Length; i++)
            (xy[2 * i], xy[2 * i + 1]) = (Fixed(points[i].X), Fixed(points[i].Y));
        return xy;
    }

    private static int Fixed(double value) => (int)Math.Round(Near(value) * Fraction);

    private static int Whole(double value) => (int)Math.Round(Near(value));

    private static double Near(double value) => double.IsNaN(value) ? -Far : Math.Clamp(value, -Far, Far);

    private static string Ascii(string text) =>
        text.All(IsPrintable) ? text : string.Concat(text.Select(letter => IsPrintable(letter) ? letter : '?'));

    private static bool IsPrintable(char letter) => letter is >= ' ' and <= '~';
}
