namespace SpikeSharp.Graph.Detection;

/// <summary>How an image was scaled and padded into the network's input, and the way back (the reference's scale_boxes).</summary>
/// <param name="Gain">Input pixels an image pixel.</param>
/// <param name="PadX">Input pixels of border at the left.</param>
/// <param name="PadY">Input pixels of border at the top.</param>
/// <param name="ImageWidth">Original width, in pixels.</param>
/// <param name="ImageHeight">Original height, in pixels.</param>
public readonly record struct LetterboxMapping(float Gain, float PadX, float PadY, int ImageWidth, int ImageHeight)
{
    /// <summary>The mapping when only the two sizes are known: the largest scale that fits, the border split evenly.</summary>
    public static LetterboxMapping Between(int inputWidth, int inputHeight, int imageWidth, int imageHeight)
    {
        var gain = Math.Min((double)inputHeight / imageHeight, (double)inputWidth / imageWidth);
        // − 0.1: an odd border has its extra row at the bottom, its extra column at the right.
        var x = Math.Round((inputWidth - imageWidth * gain) / 2 - 0.1);
        var y = Math.Round((inputHeight - imageHeight * gain) / 2 - 0.1);
        return new LetterboxMapping((float)gain, (float)x, (float)y, imageWidth, imageHeight);
    }

    /// <summary>A box of the network's input in the original image, clipped to it.</summary>
    public Box ToImage(Box box)
    {
        var image = new Box((box.X1 - PadX) / Gain, (box.Y1 - PadY) / Gain, (box.X2 - PadX) / Gain, (box.Y2 - PadY) / Gain);
        return image.Clip(ImageWidth, ImageHeight);
    }

    /// <summary>A box of the original image in the network's input.</summary>
    public Box ToInput(Box box) => new(box.X1 * Gain + PadX, box.Y1 * Gain + PadY, box.X2 * Gain + PadX, box.Y2 * Gain + PadY);
}
