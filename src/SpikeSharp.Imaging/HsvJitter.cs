using System.Buffers;
using OpenCvSharp;
using OpenCvSharp.Internal;

namespace SpikeSharp.Imaging;

/// <summary>Changes hue, saturation and value of a picture (spec 5.2.6): OpenCV's 8-bit HSV, tables cut to whole numbers.</summary>
public static unsafe class HsvJitter
{
    private const int BandBytes = 1 << 16;
    private const string Subject = "HSV jitter";

    /// <summary>Multiplies, in place.</summary>
    /// <param name="image">The RGB image to change; one of other channels has no hue and stays as it is, as with Ultralytics.</param>
    /// <param name="hue">Factor of the hue, 1 for none; hues go round at 180.</param>
    /// <param name="saturation">Factor of the saturation, 1 for none; cut at 255.</param>
    /// <param name="value">Factor of the value, 1 for none; cut at 255.</param>
    public static void Apply(Image image, double hue, double saturation, double value)
    {
        var tables = stackalloc byte[768];
        for (var i = 0; i < 256; i++)
        {
            var turned = i * hue % 180;
            tables[i] = (byte)(turned < 0 ? turned + 180 : turned);
            tables[256 + i] = (byte)Math.Clamp(i * saturation, 0, 255);
            tables[512 + i] = (byte)Math.Clamp(i * value, 0, 255);
        }
        Map(image, tables);
    }

    /// <summary>Turns the hue, in place.</summary>
    /// <param name="image">The RGB image to change; one of other channels stays as it is.</param>
    /// <param name="halfDegrees">What is added, modulo 180.</param>
    public static void Turn(Image image, int halfDegrees)
    {
        var tables = stackalloc byte[768];
        for (var i = 0; i < 256; i++)
        {
            var turned = (i + halfDegrees) % 180;
            tables[i] = (byte)(turned < 0 ? turned + 180 : turned);
            tables[256 + i] = tables[512 + i] = (byte)i;
        }
        Map(image, tables);
    }

    // In bands of rows, so that the HSV copy stays in the cache. One table of 256 entries a channel: H, S, V.
    private static void Map(Image image, byte* tables)
    {
        if (image.Channels != 3)
            return;
        var band = Math.Max(1, BandBytes / (3 * image.Width));
        var hsv = ArrayPool<byte>.Shared.Rent(3 * image.Width * Math.Min(band, image.Height));
        fixed (
            byte* pixels = image.Pixels,
                copy = hsv
        )
            for (var y = 0; y < image.Height; y += band)
                MapBand(pixels + (nint)y * image.Width * 3, copy, image.Width, Math.Min(band, image.Height - y), tables);
        ArrayPool<byte>.Shared.Return(hsv);
    }

    private static void MapBand(byte* pixels, byte* hsv, int width, int rows, byte* tables)
    {
        using var colours = PixelView.Of(pixels, width, rows, 3, 3 * width);
        using var part = PixelView.Of(hsv, width, rows, 3, 3 * width);
        OpenCv.Check(NativeMethods.imgproc_cvtColor(colours.Input, part.Output, (int)ColorConversionCodes.RGB2HSV, 0), Subject);
        part.RequireInPlace(Subject);
        for (byte* value = hsv, end = value + (nint)rows * width * 3; value < end; value += 3)
        {
            value[0] = tables[value[0]];
            value[1] = tables[256 + value[1]];
            value[2] = tables[512 + value[2]];
        }
        OpenCv.Check(NativeMethods.imgproc_cvtColor(part.Input, colours.Output, (int)ColorConversionCodes.HSV2RGB, 0), Subject);
        colours.RequireInPlace(Subject);
    }
}
