namespace SpikeSharp.Imaging.Tests;

/// <summary>Images to test with.</summary>
internal static class Pictures
{
    public static Image Noise(int width, int height, int seed)
    {
        var image = new Image(width, height);
        new Random(seed).NextBytes(image.Pixels);
        return image;
    }

    /// <summary>Smooth colours, which lossy formats keep closely.</summary>
    public static Image Gradient(int width, int height)
    {
        var image = new Image(width, height);
        for (var y = 0; y < height; y++)
        for (var x = 0; x < width; x++)
            image[x, y] = new((byte)(255 * x / width), (byte)(255 * y / height), 90);
        return image;
    }

    public static void AssertClose(Image expected, Image actual, int tolerance)
    {
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        for (var i = 0; i < expected.Pixels.Length; i++)
            if (Math.Abs(expected.Pixels[i] - actual.Pixels[i]) > tolerance)
                Assert.Fail($"pixel {i / 3 % actual.Width}, {i / 3 / actual.Width}: {actual.Pixels[i]} instead of {expected.Pixels[i]}");
    }

    public static int Count(this Image image, Func<Rgb, bool> holds)
    {
        var count = 0;
        for (var y = 0; y < image.Height; y++)
        for (var x = 0; x < image.Width; x++)
            count += holds(image[x, y]) ? 1 : 0;
        return count;
    }
}
