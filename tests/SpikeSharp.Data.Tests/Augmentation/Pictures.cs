using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Tests.Augmentation;

/// <summary>Golden tensors as pictures.</summary>
internal static class Pictures
{
    /// <summary>A [H, W, 3] tensor as it is: the augmentations that only move pixels do not know which channel is red.</summary>
    public static Image Picture(this GoldenCase golden, string name)
    {
        var shape = golden.Shape(name);
        return new(shape[1], shape[0], golden.Tensors.Bytes(name).ToArray());
    }

    /// <summary>A picture with red and blue exchanged.</summary>
    public static Image Reversed(this Image image)
    {
        for (var i = 0; i < image.Pixels.Length; i += 3)
            (image.Pixels[i], image.Pixels[i + 2]) = (image.Pixels[i + 2], image.Pixels[i]);
        return image;
    }
}
