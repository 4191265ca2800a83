namespace SpikeSharp.Metrics;

/// <summary>How well one class is found, in pixels.</summary>
/// <param name="Class">The class.</param>
/// <param name="Actual">Pixels that are of it.</param>
/// <param name="Predicted">Pixels, of any class, that were taken for it.</param>
/// <param name="Right">Pixels that are both.</param>
public readonly record struct SegmentationClass(int Class, long Actual, long Predicted, long Right)
{
    /// <summary>Whether it occurs, actual or predicted; the mean leaves others out.</summary>
    public bool Occurs => Actual + Predicted > 0;

    /// <summary>Intersection over union; 0 where the class does not occur.</summary>
    public double IoU => Occurs ? (double)Right / (Actual + Predicted - Right) : 0;

    /// <summary>Share of its pixels that are found; 0 where there are none.</summary>
    public double Recall => Actual == 0 ? 0 : (double)Right / Actual;
}
