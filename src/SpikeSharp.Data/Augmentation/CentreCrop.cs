using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>The middle of a picture, scaled so that it covers the output: what a classifier sees outside training.</summary>
public static class CentreCrop
{
    /// <summary>Fills the output.</summary>
    /// <param name="image">The picture.</param>
    /// <param name="output">What to fill.</param>
    public static void Apply(Image image, Image output)
    {
        if ((image.Width, image.Height) == (output.Width, output.Height))
            image.CopyTo(output, 0, 0, 0, 0, image.Width, image.Height);
        else
            ScaledWindow.Middle(image.Width, image.Height, output.Width, output.Height).Apply(image, output);
    }
}
