using SpikeSharp.Data.Detection;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Imaging;

namespace SpikeSharp.Data.Augmentation;

/// <summary>Labels between shares of the side (centre, size) and pixels (edges).</summary>
internal static class LabelGeometry
{
    /// <summary>A label of an image drawn with this size at this offset.</summary>
    public static PixelBox ToPixels(ObjectLabel label, double width, double height, double left, double top) =>
        new(
            label.Class,
            (float)((label.X - label.Width / 2) * width + left),
            (float)((label.Y - label.Height / 2) * height + top),
            (float)((label.X + label.Width / 2) * width + left),
            (float)((label.Y + label.Height / 2) * height + top)
        );

    /// <summary>A label of an image that is drawn in a letterbox.</summary>
    public static PixelBox ToPixels(ObjectLabel label, Image image, in Letterbox letterbox) =>
        ToPixels(label, image.Width * letterbox.Ratio, image.Height * letterbox.Ratio, letterbox.PadX, letterbox.PadY);

    public static ObjectLabel ToShares(PixelBox box, int width, int height) =>
        new(box.Class, (box.X1 + box.X2) / 2 / width, (box.Y1 + box.Y2) / 2 / height, box.Width / width, box.Height / height);
}
