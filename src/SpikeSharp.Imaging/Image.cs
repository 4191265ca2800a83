using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Imaging;

/// <summary>
/// An 8-bit picture in managed memory, rows from the top, the channels of a pixel side by side: red, green and blue, or one of grey, or
/// any number of others.
/// </summary>
public sealed partial class Image
{
    /// <summary>Channels of an RGB image.</summary>
    private const int Colours = 3;

    /// <summary>The longest side of an image that is read, made or written, in pixels.</summary>
    public const int MaxSide = 65_500;

    /// <summary>The most pixels of an image that is read, made or written: 2²⁸.</summary>
    public const int MaxPixels = 1 << 28;

    /// <summary>A black image.</summary>
    /// <param name="width">Width in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <param name="height">Height in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <param name="channels">Channels, 1…<see cref="Input.MaxChannels"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">A side or the product is out of range.</exception>
    public Image(int width, int height, int channels = Colours)
        : this(width, height, new byte[Bytes(width, height, channels)], channels) { }

    /// <summary>An image over bytes that exist already; they are not copied.</summary>
    /// <param name="width">Width in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <param name="height">Height in pixels, 1…<see cref="MaxSide"/>.</param>
    /// <param name="pixels">[height, width, channels], row-major; exactly width·height·channels bytes.</param>
    /// <param name="channels">Channels, 1…<see cref="Input.MaxChannels"/>: three for RGB.</param>
    /// <exception cref="ArgumentException">The array has another length, or a size is out of range.</exception>
    public Image(int width, int height, byte[] pixels, int channels = Colours)
    {
        var bytes = Bytes(width, height, channels);
        if (pixels.Length != bytes)
            throw new ArgumentException(
                $"a {width}x{height} image of {channels} channels has {bytes} bytes, the array has {pixels.Length}",
                nameof(pixels)
            );
        (Width, Height, Channels, Pixels) = (width, height, channels, pixels);
    }

    /// <summary>Width in pixels.</summary>
    public int Width { get; }

    /// <summary>Height in pixels.</summary>
    public int Height { get; }

    /// <summary>Channels: three for RGB, one for grey.</summary>
    public int Channels { get; }

    /// <summary>[Height, Width, Channels], row-major.</summary>
    public byte[] Pixels { get; }

    /// <summary>The colour of one pixel of an RGB image.</summary>
    /// <param name="x">Column, 0…Width−1.</param>
    /// <param name="y">Row, 0…Height−1.</param>
    /// <exception cref="InvalidOperationException">The image is not RGB.</exception>
    public Rgb this[int x, int y]
    {
        get
        {
            RequireColours();
            var pixel = Row(y).Slice(3 * x, 3);
            return new(pixel[0], pixel[1], pixel[2]);
        }
        set
        {
            RequireColours();
            var pixel = Row(y).Slice(3 * x, 3);
            (pixel[0], pixel[1], pixel[2]) = (value.R, value.G, value.B);
        }
    }

    /// <summary>One row, Channels·Width bytes.</summary>
    /// <param name="y">Row, 0…Height−1.</param>
    public Span<byte> Row(int y) => Pixels.AsSpan(checked(Channels * Width * y), Channels * Width);

    /// <summary>Gives every channel of every pixel one level.</summary>
    /// <param name="level">0 black … 255 white.</param>
    public void Fill(byte level) => Pixels.AsSpan().Fill(level);

    /// <summary>Paints the whole of an RGB image.</summary>
    /// <param name="colour">The colour of every pixel.</param>
    /// <exception cref="InvalidOperationException">The image is not RGB.</exception>
    public void Fill(Rgb colour)
    {
        RequireColours();
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
    public Image Clone() => new(Width, Height, (byte[])Pixels.Clone(), Channels);

    /// <summary>A copy of a part of the image.</summary>
    /// <param name="x">Left column of the part.</param>
    /// <param name="y">Top row of the part.</param>
    /// <param name="width">Width of the part; it must lie inside the image.</param>
    /// <param name="height">Height of the part; it must lie inside the image.</param>
    public Image Crop(int x, int y, int width, int height)
    {
        var part = Uninitialised(width, height, Channels);
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
    /// <exception cref="ArgumentException">The part leaves one of the images, or their channels differ.</exception>
    public void CopyTo(Image target, int x, int y, int targetX, int targetY, int width, int height)
    {
        RequireLike(target);
        RequireInside(x, y, width, height);
        target.RequireInside(targetX, targetY, width, height);
        for (var row = 0; row < height; row++)
            Row(y + row).Slice(Channels * x, Channels * width).CopyTo(target.Row(targetY + row)[(Channels * targetX)..]);
    }

    /// <summary>An image whose pixels the caller will all write.</summary>
    internal static Image Uninitialised(int width, int height, int channels = Colours) =>
        new(width, height, GC.AllocateUninitializedArray<byte>(Bytes(width, height, channels)), channels);

    /// <summary>Refuses another image of other channels.</summary>
    internal void RequireLike(Image other)
    {
        if (other.Channels != Channels)
            throw new ArgumentException($"one image has {Channels} channels, the other {other.Channels}", nameof(other));
    }

    /// <summary>Refuses to be painted on, unless in colours.</summary>
    internal void RequireColours()
    {
        if (Channels != Colours)
            throw new InvalidOperationException($"The image has {Channels} channels, not red, green and blue.");
    }

    internal void RequireInside(int x, int y, int width, int height)
    {
        if (x < 0 || y < 0 || width < 0 || height < 0 || x > Width - width || y > Height - height)
            throw new ArgumentException($"the region {width}x{height} at ({x}, {y}) leaves the {Width}x{Height} image");
    }

    /// <summary>Whether an image of this size may be made.</summary>
    internal static bool Fits(long width, long height) =>
        width is >= 1 and <= MaxSide && height is >= 1 and <= MaxSide && width * height <= MaxPixels;

    private static int Bytes(int width, int height, int channels)
    {
        if (!Fits(width, height))
            throw new ArgumentOutOfRangeException(
                nameof(width),
                $"{width}x{height} is no image size: sides are 1 to {MaxSide}, pixels at most {MaxPixels}"
            );
        return channels is >= 1 and <= Input.MaxChannels && (long)width * height * channels <= Array.MaxLength
            ? width * height * channels
            : throw new ArgumentOutOfRangeException(
                nameof(channels),
                $"{channels} channels of {width}x{height} pixels are no image: there are 1 to {Input.MaxChannels}, of 2 GiB in all"
            );
    }
}
