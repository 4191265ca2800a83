namespace SpikeSharp.Data.Batches;

/// <summary>Where an image of a batch comes from and how it lies in it.</summary>
/// <param name="Path">The image file.</param>
/// <param name="Width">The file's width in pixels.</param>
/// <param name="Height">The file's height in pixels.</param>
/// <param name="GainX">Resized by original width (ratio_pad of Ultralytics, which leaves out a letterbox's own shrinking).</param>
/// <param name="GainY">Resized by original height.</param>
/// <param name="PadX">Columns of padding at the left.</param>
/// <param name="PadY">Rows of padding above.</param>
public readonly record struct BatchImage(string Path, int Width, int Height, double GainX, double GainY, int PadX, int PadY)
{
    /// <summary>Maps a box back to the file's pixels and clips it, with one gain for both axes as Ultralytics' scale_boxes does.</summary>
    /// <param name="x1">Left edge in the batch, pixels.</param>
    /// <param name="y1">Top edge in the batch, pixels.</param>
    /// <param name="x2">Right edge in the batch, pixels.</param>
    /// <param name="y2">Bottom edge in the batch, pixels.</param>
    /// <returns>The box in the file's pixels, inside the image.</returns>
    public (float X1, float Y1, float X2, float Y2) ToOriginal(float x1, float y1, float x2, float y2)
    {
        var (padX, padY, gain, width, height) = (PadX, PadY, GainY, Width, Height);
        return (X(x1), Y(y1), X(x2), Y(y2));
        float X(float x) => Math.Clamp((float)((x - padX) / gain), 0, width);
        float Y(float y) => Math.Clamp((float)((y - padY) / gain), 0, height);
    }
}
