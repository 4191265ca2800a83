using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Drawing;

namespace SpikeSharp.Reports;

/// <summary>The classes of pixels as colours over their picture.</summary>
public static class ClassOverlay
{
    private const int Share = 140; // of 256: the colour's; the rest is the picture's

    /// <summary>A copy of a picture with its classes; pixels in no class stay as they are.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="classes">Class of every pixel, [height, width]; 255 for none.</param>
    public static Image Draw(Image image, ReadOnlySpan<byte> classes)
    {
        var drawn = image.Channels == 3 ? image.Clone() : image.ToRgb();
        var pixels = drawn.Pixels;
        for (var i = 0; i < classes.Length; i++)
        {
            if (classes[i] == byte.MaxValue)
                continue;
            var colour = Palette.Colour(classes[i]);
            pixels[3 * i] = Mix(pixels[3 * i], colour.R);
            pixels[3 * i + 1] = Mix(pixels[3 * i + 1], colour.G);
            pixels[3 * i + 2] = Mix(pixels[3 * i + 2], colour.B);
        }
        return drawn;
    }

    private static byte Mix(byte picture, byte colour) => (byte)((picture * (256 - Share) + colour * Share) >> 8);
}
