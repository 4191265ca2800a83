using SpikeSharp.Graph.Detection;

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
    /// <summary>The way back to the file's pixels, with one gain for both axes as Ultralytics' scale_boxes has it.</summary>
    public LetterboxMapping Mapping => new((float)GainY, PadX, PadY, Width, Height);
}
