using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Imaging;

/// <summary>From pictures to what a graph sees.</summary>
public static class NetworkInput
{
    /// <summary>A picture letterboxed into a square, as numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Side of the square in pixels.</param>
    /// <param name="wanted">The network's input; RGB from 0 to 1 unless told.</param>
    /// <exception cref="ImagingException">The file is damaged.</exception>
    public static InputTensor Load(string path, int side, Input? wanted = null) =>
        Of(Resampling.Fit(Image.Load(path, (wanted ?? Input.Rgb).Channels), new(side, side)), wanted);

    /// <summary>All pixels as numbers, [C, H, W].</summary>
    /// <param name="image">An image of the network's channels.</param>
    /// <param name="wanted">The network's input; RGB from 0 to 1 unless told.</param>
    /// <exception cref="GraphException">The image has other channels.</exception>
    public static InputTensor Of(Image image, Input? wanted = null) =>
        InputTensor.OfPixels(image.Pixels, image.Height, image.Width, wanted ?? Input.Rgb);
}
