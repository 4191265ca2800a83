using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Augmentation;

/// <summary>Golden tensors as pictures and back.</summary>
internal static class Pictures
{
    /// <summary>A [H, W, 3] tensor as it is: the augmentations that only move pixels do not know which channel is red.</summary>
    public static Image Picture(this GoldenCase golden, string name)
    {
        var shape = golden.Shape(name);
        return new((int)shape[1], (int)shape[0], golden.Tensors.Bytes(name).ToArray());
    }

    /// <summary>A tensor with blue first.</summary>
    public static Image PictureFromBgr(this GoldenCase golden, string name)
    {
        var image = golden.Picture(name);
        for (var i = 0; i < image.Pixels.Length; i += 3) (image.Pixels[i], image.Pixels[i + 2]) = (image.Pixels[i + 2], image.Pixels[i]);
        return image;
    }

    public static void WithinLevels(int levels, ReadOnlySpan<byte> expected, ReadOnlySpan<byte> got)
    {
        Assert.Equal(expected.Length, got.Length);
        for (var i = 0; i < got.Length; i++)
            Assert.True(Math.Abs(expected[i] - got[i]) <= levels, $"byte {i}: got {got[i]}, expected {expected[i]} within {levels}");
    }
}
