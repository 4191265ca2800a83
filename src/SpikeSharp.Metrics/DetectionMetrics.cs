using System.Runtime.InteropServices;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics;

/// <summary>Collects detections and ground truth image by image and computes mAP as the reference does, not as the COCO tool.</summary>
/// <remarks>SpikeYOLO, 5.4. It keeps 24 bytes a detection. The order of the images does not matter. For one thread at a time.</remarks>
public sealed class DetectionMetrics
{
    private const double Epsilon = 1e-16;

    /// <summary>Box filter of the F1 curve: a tenth of its points, made odd.</summary>
    private const int SmoothingWidth = DetectionReport.CurvePoints / 10 + 1;

    private readonly List<ScoredDetection> _detections = [];
    private readonly int[] _objects,
        _imagesWith,
        _lastImageWith;
    private int _images;

    /// <summary>Starts with nothing seen.</summary>
    /// <param name="classes">Number of classes, at least 1.</param>
    public DetectionMetrics(int classes)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        (_objects, _imagesWith, _lastImageWith) = (new int[classes], new int[classes], new int[classes]);
    }

    /// <summary>Adds an image.</summary>
    /// <param name="detections">Most confident first, as <see cref="NonMaximumSuppression"/> gives them.</param>
    /// <param name="truth">Its objects, in the same pixels.</param>
    /// <exception cref="ArgumentException">A class is out of range, or the detections are not sorted.</exception>
    public void Add(ReadOnlySpan<Detection> detections, ReadOnlySpan<GroundTruth> truth)
    {
        for (var i = 0; i < detections.Length; i++)
        {
            CheckClass(detections[i].Class);
            // Written so that NaN fails too.
            if (!(detections[i].Confidence <= (i == 0 ? float.MaxValue : detections[i - 1].Confidence)))
            {
                throw new ArgumentException("detections must be sorted, the most confident first", nameof(detections));
            }
        }
        foreach (var t in truth)
            CheckClass(t.Class);

        var correct = detections.Length <= 512 ? stackalloc ushort[detections.Length] : new ushort[detections.Length];
        DetectionMatching.Match(detections, truth, correct);
        for (var i = 0; i < detections.Length; i++)
            Add(new ScoredDetection(detections[i].Class, detections[i].Confidence, correct[i]));
        _images++;
        foreach (var t in truth)
            AddObject(t.Class);
    }

    internal void Add(ScoredDetection detection) => _detections.Add(detection);

    internal void AddObject(int c)
    {
        _objects[c]++;
        if (_lastImageWith[c] == _images)
            return;
        _lastImageWith[c] = _images;
        _imagesWith[c]++;
    }

    /// <summary>The report on all images added so far; more may be added after it.</summary>
    public DetectionReport Compute()
    {
        _detections.Sort();
        var classes = new List<ClassReport>();
        var start = 0;
        var sorted = CollectionsMarshal.AsSpan(_detections);
        for (var c = 0; c < _objects.Length; c++)
        {
            var end = start;
            while (end < sorted.Length && sorted[end].Class == c)
                end++;
            if (_objects[c] > 0)
                classes.Add(Report(c, sorted[start..end]));
            start = end;
        }
        var best = BestPoint(classes);
        return new DetectionReport
        {
            Images = _images,
            Objects = _objects.Sum(),
            Classes = [.. classes.Select(c => At(best, c))],
            Confidence = Point(best),
        };
    }

    private static double Point(int index) => (double)index / (DetectionReport.CurvePoints - 1);

    private ClassReport Report(int c, ReadOnlySpan<ScoredDetection> sorted)
    {
        var averages = new double[DetectionMatching.Thresholds];
        var curves = new double[4][];
        foreach (ref var curve in curves.AsSpan())
            curve = new double[DetectionReport.CurvePoints];
        var (precision, recall, f1, byRecall) = (curves[0], curves[1], curves[2], curves[3]);
        for (var threshold = 0; threshold < averages.Length && !sorted.IsEmpty; threshold++) // a class never found has zeros
        {
            var pr = new PrecisionRecall(sorted, _objects[c], threshold);
            averages[threshold] = pr.AveragePrecision();
            if (threshold > 0)
                continue;
            for (var i = 0; i < DetectionReport.CurvePoints; i++)
            {
                precision[i] = pr.PrecisionAt(Point(i));
                recall[i] = pr.RecallAt(Point(i));
                byRecall[i] = pr.PrecisionAtRecall(Point(i));
                f1[i] = 2 * precision[i] * recall[i] / (precision[i] + recall[i] + Epsilon);
            }
        }
        return new ClassReport
        {
            Class = c,
            Images = _imagesWith[c],
            Objects = _objects[c],
            AveragePrecision = averages,
            PrecisionCurve = precision,
            RecallCurve = recall,
            F1Curve = f1,
            PrecisionByRecall = byRecall,
        };
    }

    /// <summary>Where the F1 curve, averaged over the classes and smoothed, is highest; the first such point.</summary>
    private static int BestPoint(List<ClassReport> classes)
    {
        const int Points = DetectionReport.CurvePoints;
        var mean = new double[Points];
        foreach (var c in classes)
        {
            for (var i = 0; i < Points; i++)
                mean[i] += c.F1Curve[i] / classes.Count;
        }
        var (best, highest) = (0, double.NegativeInfinity);
        for (var i = 0; i < Points; i++)
        {
            var sum = 0.0;
            for (var k = -SmoothingWidth / 2; k <= SmoothingWidth / 2; k++)
                sum += mean[Math.Clamp(i + k, 0, Points - 1)] / SmoothingWidth;
            if (sum > highest)
                (best, highest) = (i, sum);
        }
        return best;
    }

    private static ClassReport At(int point, ClassReport c)
    {
        var (precision, recall) = (c.PrecisionCurve[point], c.RecallCurve[point]);
        var right = Math.Round(recall * c.Objects);
        var wrong = Math.Round(right / (precision + Epsilon) - right);
        return c with
        {
            Precision = precision,
            Recall = recall,
            F1 = c.F1Curve[point],
            TruePositives = (int)right,
            FalsePositives = (int)wrong,
        };
    }

    private void CheckClass(int c)
    {
        if ((uint)c >= _objects.Length)
            throw new ArgumentOutOfRangeException(nameof(c), c, $"classes are 0 … {_objects.Length - 1}");
    }
}
