using OpenCvSharp;

namespace SpikeSharp.Imaging.Drawing;

/// <summary>
/// Anti-aliased drawing on an image. Coordinates are pixels with fractions (kept to 1/16), (0, 0) is the middle of the top left pixel;
/// what leaves the image is cut off.
/// </summary>
public static unsafe class Draw
{
    private const int FractionBits = 4;

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
        this Image image,
        ReadOnlySpan<(double X, double Y)> points,
        Rgb colour,
        int thickness = 1,
        bool closed = false
    )
    {
        if (points.IsEmpty)
            return;
        var corners = Fixed(points);
        Paint(image, "line", on =>
            Cv2.Polylines(on, [corners], closed, Of(colour), Math.Clamp(thickness, 1, 255), LineTypes.AntiAlias, FractionBits)
        );
    }

    /// <summary>A filled polygon.</summary>
    /// <param name="image">The image to change.</param>
    /// <param name="points">Its corners, in order.</param>
    /// <param name="colour">The colour.</param>
    public static void FillPolygon(this Image image, ReadOnlySpan<(double X, double Y)> points, Rgb colour)
    {
        if (points.IsEmpty)
            return;
        var corners = Fixed(points);
        Paint(image, "polygon", on => Cv2.FillPoly(on, [corners], Of(colour), LineTypes.AntiAlias, FractionBits));
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
    public static void FillCircle(this Image image, (double X, double Y) centre, double radius, Rgb colour) =>
        Paint(image, "circle", on =>
            Cv2.Circle(on, Fixed(centre), Math.Max(0, Fixed(radius)), Of(colour), Cv2.FILLED, LineTypes.AntiAlias, FractionBits)
        );

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
        if (text.Length == 0)
            return;
        var (letters, place) = (Ascii(text), new Point(Whole(x), Whole(y)));
        Paint(image, "text", on =>
            Cv2.PutText(
                on,
                letters,
                place,
                HersheyFonts.HersheySimplex,
                scale,
                Of(colour),
                Math.Clamp(thickness, 1, 255),
                LineTypes.AntiAlias
            )
        );
    }

    /// <summary>The room that <see cref="Text"/> takes.</summary>
    /// <param name="text">The text.</param>
    /// <param name="scale">As for <see cref="Text"/>.</param>
    /// <param name="thickness">As for <see cref="Text"/>.</param>
    public static TextSize MeasureText(string text, double scale, int thickness = 1)
    {
        OpenCv.Require();
        thickness = Math.Clamp(thickness, 1, 255);
        // OpenCvSharp takes no empty text; it is as high as any other and as wide as its stroke.
        var measured = text.Length == 0 ? " " : Ascii(text);
        var size = Cv2.GetTextSize(measured, HersheyFonts.HersheySimplex, scale, thickness, out var below);
        return new(text.Length == 0 ? thickness : size.Width, size.Height, below);
    }

    private static void Paint(Image image, string subject, Action<Mat> paint)
    {
        OpenCv.Require();
        image.RequireColours();
        fixed (byte* pixels = image.Pixels)
        {
            using var view = Mat.FromPixelData(image.Height, image.Width, MatType.CV_8UC3, (nint)pixels);
            try
            {
                paint(view);
            }
            catch (OpenCVException error)
            {
                throw OpenCv.Explain(error, subject);
            }
        }
    }

    private static Scalar Of(Rgb colour) => new(colour.R, colour.G, colour.B);

    private static Point[] Fixed(ReadOnlySpan<(double X, double Y)> points)
    {
        var corners = new Point[points.Length];
        for (var i = 0; i < corners.Length; i++)
            corners[i] = Fixed(points[i]);
        return corners;
    }

    private static Point Fixed((double X, double Y) point) => new(Fixed(point.X), Fixed(point.Y));

    private static int Fixed(double value) => (int)Math.Round(Near(value) * (1 << FractionBits));

    private static int Whole(double value) => (int)Math.Round(Near(value));

    private static double Near(double value) => double.IsNaN(value) ? -Far : Math.Clamp(value, -Far, Far);

    private static string Ascii(string text) =>
        text.All(IsPrintable) ? text : string.Concat(text.Select(letter => IsPrintable(letter) ? letter : '?'));

    private static bool IsPrintable(char letter) => letter is >= ' ' and <= '~';
}
