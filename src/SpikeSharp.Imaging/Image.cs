using SpikeSharp.Graph;

namespace SpikeSharp.Imaging;

/// <summary>An 8-bit RGB picture in managed memory, rows from the top, the three colours of a pixel side by side.</summary>
public sealed partial class Image
{
    /// <summary>The longest side of an image that is read, made or written, in pixels.</summary>
    public const int MaxSide = 65_500;

    /// <summary>The most pixels of an image that is read, made or written: 2²⁸.</summary>
    public const int MaxPixels = 1 << 28;

    /// <summary>A black image.</summary>
    /// <param name="width">Width in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <param name="height">Height in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or the product is out of range.</exception>
    public Image(int width, int height)
        : this(width, height, new byte[Bytes(width, height)]) { }

    /// <summary>An image over bytes that exist already; they are not copied.</summary>
    /// <param name="width">Width in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <param name="height">Height in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <param name="pixels">RGB, [height, width, 3], row-major; exactly width·height·3 bytes.</param>
    /// <exception cref="ArgumentException">The array has another length, or a size is out of range.</exception>
    public Image(int width, int height, byte[] pixels)
    {
        var bytes = Bytes(width, height);
        if (pixels.Length != bytes)
            throw new ArgumentException($"a {width}x{height} image has {bytes} bytes, the array has {pixels.Length}", nameof(pixels));
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>RGB, [Height, Width, 3], row-major.</summary>
    public byte[] Pixels { get; }

    /// <summary>The colour of one pixel.</summary>
    /// <param name="x">Column, 0…Width−1.</param>
    /// <param name="y">Row, 0…Height−1.</param>
    public Rgb this[int x, int y]
    {
        get
        {
            var pixel = Row(y).Slice(3 * x, 3);
            return new(pixel[0], pixel[1], pixel[2]);
        }
        set
        {
            var pixel = Row(y).Slice(3 * x, 3);
            (pixel[0], pixel[1], pixel[2]) = (value.R, value.G, value.B);
        }
    }

    /// <summary>One row, 3·Width bytes.</summary>
    /// <param name="y">Row, 0…Height−1.</param>
    public Span<byte> Row(int y) => Pixels.AsSpan(checked(3 * Width * y), 3 * Width);

    /// <summary>Paints the whole image.</summary>
    /// <param name="colour">The colour of every pixel.</param>
    public void Fill(Rgb colour)
    {
        if (colour.R == colour.G && colour.G == colour.B)
        {
            Pixels.AsSpan().Fill(colour.R);
            return;
        }
        var first = Row(0);
        for (var x = 0; x < first.Length; x += 3)
            (first[x], first[x + 1], first[x + 2]) = (colour.R, colour.G, colour.B);
        for (var y = 1; y < Height; y++)
            first.CopyTo(Row(y));
    }

    /// <summary>The same pixels, as the networks take them; they are not copied.</summary>
    /// <param name="image">The image.</param>
    public static implicit operator Picture(Image image) => new(image.Pixels, image.Width, image.Height);

    /// <summary>A copy with pixels of its own.</summary>
    public Image Clone() => new(Width, Height, (byte[])Pixels.Clone());

    /// <summary>A copy of a part of the image.</summary>
    /// <param name="x">Left column of the part.</param>
    /// <param name="y">Top row of the part.</param>
    /// <param name="width">Width of the part; it must lie inside the image.</param>
    /// <param name="height">Height of the part; it must lie inside the image.</param>
    public Image Crop(int x, int y, int width, int height)
    {
        var part = Uninitialised(width, height);
        CopyTo(part, x, y, 0, 0, width, height);
        return part;
    }

    /// <summary>Copies a part of this image onto another.</summary>
    /// <param name="target">The image to change; may be this one when the two parts do not overlap.</param>
    /// <param name="x">Left column of the part, here.</param>
    /// <param name="y">Top row of the part, here.</param>
    /// <param name="targetX">Where its left column goes.</param>
    /// <param name="targetY">Where its top row goes.</param>
    /// <param name="width">Width of the part in pixels; 0 copies nothing.</param>
    /// <param name="height">Height of the part in pixels; 0 copies nothing.</param>
    /// <exception cref="ArgumentException">The part leaves one of the images.</exception>
    public void CopyTo(Image target, int x, int y, int targetX, int targetY, int width, int height)
    {
        RequireInside(x, y, width, height);
        target.RequireInside(targetX, targetY, width, height);
        for (var row = 0; row < height; row++)
            Row(y + row).Slice(3 * x, 3 * width).CopyTo(target.Row(targetY + row)[(3 * targetX)..]);
    }

    /// <summary>An image whose pixels the caller will all write.</summary>
    internal static Image Uninitialised(int width, int height) =>
        new(width, height, GC.AllocateUninitializedArray<byte>(Bytes(width, height)));

    internal void RequireInside(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 0 || height < 0 || x > Width - width || y > Height - height)
            throw new ArgumentException($"the region {width}x{height} at ({x}, {y}) leaves the {Width}x{Height} image");
    }

    /// <summary>Whether an image of this size may be made.</summary>
    internal static bool Fits(long width, long height) =>
        width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide && width * height <= MaxPixels;

    private static int Bytes(int width, int height) =>
        Fits(width, height)
            ? width * height * 3
            : throw new ArgumentOutOfRangeException(
                nameof(width),
                $"{width}x{height} is no image size: sides are 1 to {MaxSide}, pixels at most {MaxPixels}"
            );
}
