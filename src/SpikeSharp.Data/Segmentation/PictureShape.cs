namespace SpikeSharp.Data.Segmentation;

/// <summary>
/// The shape in which pictures of many sizes go through a network: no border is added, and proportions change by less than half a step.
/// </summary>
/// <param name="Height">Rows, a multiple of the network's step.</param>
/// <param name="Width">Columns, likewise.</param>
public readonly record struct PictureShape(int Height, int Width)
{
    /// <summary>The shape of one picture: its long side becomes the image size.</summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="imageSize">Length of the long side, pixels.</param>
    /// <param name="step">Both sides are multiples of this.</param>
    public static PictureShape Of(int width, int height, int imageSize, int step)
    {
        var scale = (double)imageSize / Math.Max(width, height);
        return new(Round(height * scale), Round(width * scale));

        int Round(double side) => Math.Max(1, (int)Math.Round(side / step)) * step;
    }

    /// <summary>What a picture is scaled by to lie within, its long side along the longer one, and to touch one of them.</summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    public double ScaleOf(int width, int height) =>
        Math.Min((double)Math.Max(Height, Width) / Math.Max(width, height), (double)Math.Min(Height, Width) / Math.Min(width, height));

    /// <summary>
    /// The shape that most pictures have, of several the widest: training, whose batches are all alike, crops the others to it.
    /// </summary>
    /// <param name="data">The pictures.</param>
    /// <param name="imageSize">Length of the long side, pixels.</param>
    /// <param name="step">Both sides are multiples of this.</param>
    public static PictureShape MostOf(SegmentationData data, int imageSize, int step) =>
        data
            .Images.CountBy(image => Of(image.Width, image.Height, imageSize, step))
            .OrderByDescending(group => group.Value)
            .ThenByDescending(group => group.Key.Width)
            .ThenByDescending(group => group.Key.Height)
            .First()
            .Key;
}
