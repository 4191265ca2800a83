using SpikeSharp.Imaging.Interop;

namespace SpikeSharp.Imaging;

/// <summary>Changes hue, saturation and value of a picture (spec 5.2.6): OpenCV's 8-bit HSV, tables cut to whole numbers.</summary>
public static unsafe class HsvJitter
{
    /// <summary>Multiplies, in place.</summary>
    /// <param name="image">The image to change.</param>
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
    /// <param name="image">The image to change.</param>
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

    private static void Map(Image image, byte* tables)
    {
        fixed (byte* pixels = image.Pixels)
            Native.Check(Native.imaging_hsv_tables(pixels, image.Width, image.Height, tables), "HSV jitter");
    }
}
