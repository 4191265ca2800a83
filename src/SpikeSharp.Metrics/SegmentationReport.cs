namespace SpikeSharp.Metrics;

/// <summary>How well a segmenter does.</summary>
/// <param name="Images">Images counted.</param>
/// <param name="Classes">By class.</param>
/// <param name="PixelAccuracy">Share of the counted pixels that have their class.</param>
/// <param name="Confusion">Pixels by [actual, predicted]; those that were taken for no class are not in it.</param>
public sealed record SegmentationReport(int Images, IReadOnlyList<SegmentationClass> Classes, double PixelAccuracy, long[,] Confusion)
{
    /// <summary>Mean IoU over the classes that occur, actual or predicted.</summary>
    public double MeanIoU => Classes.Any(c => c.Occurs) ? Classes.Where(c => c.Occurs).Average(c => c.IoU) : 0;

    /// <summary>Mean over the classes that there are of the share of their pixels that is found.</summary>
    public double MeanAccuracy => Classes.Any(c => c.Actual > 0) ? Classes.Where(c => c.Actual > 0).Average(c => c.Recall) : 0;

    /// <summary>Pixels counted.</summary>
    public long Pixels => Classes.Sum(c => c.Actual);
}
