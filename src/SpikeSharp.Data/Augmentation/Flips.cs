using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>Mirrors an image together with its boxes, in place (spec 5.2.7; golden case fliplr).</summary>
internal static class Flips
{
    public static void LeftRight(Image image, List<PixelBox> boxes)
    {
        Resampling.FlipHorizontally(image);
        for (var i = 0; i < boxes.Count; i++)
            boxes[i] = boxes[i] with { X1 = image.Width - boxes[i].X2, X2 = image.Width - boxes[i].X1 };
    }

    public static void UpsideDown(Image image, List<PixelBox> boxes)
    {
        Resampling.FlipVertically(image);
        for (var i = 0; i < boxes.Count; i++)
            boxes[i] = boxes[i] with { Y1 = image.Height - boxes[i].Y2, Y2 = image.Height - boxes[i].Y1 };
    }
}
