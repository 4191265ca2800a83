namespace SpikeSharp.Metrics;

/// <summary>Precision and recall of one class at one IoU threshold, as functions of confidence, and the area under them.</summary>
/// <remarks>The arithmetic follows the reference's to the point: where numpy interpolates, so do we.</remarks>
internal sealed class PrecisionRecall
{
    private const double Epsilon = 1e-16;
    private const int RecallPoints = 101;

    private readonly double[] _negativeConfidence,
        _recall,
        _precision; // n, by falling confidence
    private readonly double[] _envelopeRecall,
        _envelopePrecision; // n + 2, with the sentinels

    /// <summary>Takes the detections of one class, sorted.</summary>
    public PrecisionRecall(ReadOnlySpan<ScoredDetection> sorted, int objects, int threshold)
    {
        var n = sorted.Length;
        (_negativeConfidence, _recall, _precision) = (new double[n], new double[n], new double[n]);
        (_envelopeRecall, _envelopePrecision) = (new double[n + 2], new double[n + 2]);
        var correct = 0;
        for (var i = 0; i < n; i++)
        {
            correct += sorted[i].Correct >> threshold & 1;
            _negativeConfidence[i] = -sorted[i].Confidence;
            _recall[i] = correct / (objects + Epsilon);
            _precision[i] = correct / (i + 1.0);
        }
        _recall.CopyTo(_envelopeRecall, 1);
        _envelopeRecall[n + 1] = 1;
        for (var i = n; i >= 1; i--)
            _envelopePrecision[i] = Math.Max(_precision[i - 1], _envelopePrecision[i + 1]);
        _envelopePrecision[0] = 1;
    }

    public double RecallAt(double confidence) => Interpolate(-confidence, _negativeConfidence, _recall, left: 0);

    public double PrecisionAt(double confidence) => Interpolate(-confidence, _negativeConfidence, _precision, left: 1);

    /// <summary>The best precision at that recall or a higher one.</summary>
    public double PrecisionAtRecall(double recall) => Interpolate(recall, _envelopeRecall, _envelopePrecision, left: 1);

    /// <summary>
    /// Area under the envelope, trapezes between 101 recalls. The sentinel at recall 1 has precision 0, so that a perfect detector
    /// reaches 0.995: the reference's rule, unlike the COCO tool's.
    /// </summary>
    public double AveragePrecision()
    {
        const double Step = 1.0 / (RecallPoints - 1);
        double area = 0,
            before = PrecisionAtRecall(0);
        for (var i = 1; i < RecallPoints; i++)
        {
            var here = PrecisionAtRecall(i == RecallPoints - 1 ? 1 : i * Step);
            area += (before + here) / 2 * Step;
            before = here;
        }
        return area;
    }

    /// <summary>numpy.interp: straight lines between points of rising x; of points with the same x, the last counts.</summary>
    private static double Interpolate(double x, double[] xs, double[] ys, double left)
    {
        if (xs.Length == 0 || x < xs[0])
            return left;
        int low = 0,
            high = xs.Length; // xs[low] <= x < xs[high]
        while (high - low > 1)
        {
            var middle = (low + high) / 2;
            if (xs[middle] <= x)
                low = middle;
            else
                high = middle;
        }
        if (high == xs.Length || xs[low] == x)
            return ys[low];
        return (ys[high] - ys[low]) / (xs[high] - xs[low]) * (x - xs[low]) + ys[low];
    }
}
