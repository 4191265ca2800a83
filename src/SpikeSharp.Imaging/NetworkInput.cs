using SpikeSharp.Graph;

namespace SpikeSharp.Imaging;

/// <summary>From pictures to what a graph sees.</summary>
public static class NetworkInput
{
    /// <summary>A picture letterboxed into a square, as numbers.</summary>
    /// <param name="path">The file.</param>
    /// <param name="side">Side of the square in pixels.</param>
    /// <exception cref="ImagingException">The file is damaged.</exception>
    public static InputTensor Load(string path, int side) => Of(Letterbox.Apply(Image.Load(path), new(side, side)).Image);

    /// <summary>All pixels as numbers 0…1, [3, H, W].</summary>
    public static InputTensor Of(Image image)
    {
        var planes = new byte[image.Pixels.Length];
        Resampling.ToPlanes(image, planes);
        return new InputTensor(3, image.Height, image.Width, Array.ConvertAll(planes, level => level / 255f));
    }
}
