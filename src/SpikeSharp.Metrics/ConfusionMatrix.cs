using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics;

/// <summary>Which class was taken for which: counts by predicted and actual class, the last index standing for background.</summary>
/// <remarks>
/// Unlike the reference, which leaves them out, the wrong detections of an image in which nothing matches count as well.
/// </remarks>
public sealed class ConfusionMatrix
{
    private readonly double _confidence,
        _iou;
    private readonly long[,] _counts;

    /// <summary>Starts with nothing counted.</summary>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="confidence">Detections must be more confident than this.</param>
    /// <param name="iou">A detection and an object match when they overlap by more than this.</param>
    public ConfusionMatrix(int classes, double confidence = SuppressionOptions.UsualConfidence, double iou = 0.45)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (Classes, _confidence, _iou) = (classes, confidence, iou);
        _counts = new long[classes + 1, classes + 1];
    }

    /// <summary>Number of classes; also the index of the background row and column.</summary>
    public int Classes { get; }

    /// <summary>
    /// How often <paramref name="predicted"/> was said where <paramref name="actual"/> is. Predicted = background: objects missed;
    /// actual = background: detections of nothing.
    /// </summary>
    public long this[int predicted, int actual] => _counts[predicted, actual];

    /// <summary>Adds an image; any order of detections gives the same counts unless overlaps are equal.</summary>
    /// <exception cref="IndexOutOfRangeException">A class is out of range.</exception>
    public void Add(ReadOnlySpan<Detection> detections, ReadOnlySpan<GroundTruth> truth)
    {
        // Each detection goes for the object it overlaps most, whatever its class; each object takes the one that overlaps it most.
        var finder = new int[truth.Length];
        var overlap = new float[truth.Length];
        Array.Fill(finder, -1);
        for (var d = 0; d < detections.Length; d++)
        {
            if (!(detections[d].Confidence > (float)_confidence))
                continue;
            var (best, iou) = (-1, 0f);
            for (var t = 0; t < truth.Length; t++)
            {
                var found = truth[t].Box.IoU(detections[d].Box);
                if (found > _iou && found >= iou)
                    (best, iou) = (t, found);
            }
            var beaten = d;
            if (best >= 0 && iou >= overlap[best])
                (beaten, finder[best], overlap[best]) = (finder[best], d, iou);
            if (beaten >= 0)
                _counts[detections[beaten].Class, Classes]++;
        }
        for (var t = 0; t < truth.Length; t++)
            _counts[finder[t] < 0 ? Classes : detections[finder[t]].Class, truth[t].Class]++;
    }

    /// <summary>Each column divided by its sum: what the objects of a class were taken for. A class without objects has zeros.</summary>
    /// <returns>[classes + 1, classes + 1], predicted by actual, 0 … 1.</returns>
    public double[,] Normalized()
    {
        var shares = new double[Classes + 1, Classes + 1];
        for (var actual = 0; actual <= Classes; actual++)
        {
            long sum = 0;
            for (var predicted = 0; predicted <= Classes; predicted++)
                sum += _counts[predicted, actual];
            if (sum == 0)
                continue;
            for (var predicted = 0; predicted <= Classes; predicted++)
                shares[predicted, actual] = (double)_counts[predicted, actual] / sum;
        }
        return shares;
    }
}
