namespace SpikeSharp.Metrics;

/// <summary>How well one class is found.</summary>
/// <remarks>Curves have <see cref="DetectionReport.CurvePoints"/> points; point i lies at i / 999.</remarks>
public sealed record ClassReport
{
    /// <summary>The class, from 0.</summary>
    public required int Class { get; init; }

    /// <summary>Images that have an object of the class.</summary>
    public required int Images { get; init; }

    /// <summary>Objects of the class in all images.</summary>
    public required int Objects { get; init; }

    /// <summary>Share of the detections that are right at IoU 0.5, at the report's confidence.</summary>
    public double Precision { get; init; }

    /// <summary>Share of the objects that are found at IoU 0.5, at the report's confidence.</summary>
    public double Recall { get; init; }

    /// <summary>Harmonic mean of the two.</summary>
    public double F1 { get; init; }

    /// <summary>Right detections at the report's confidence.</summary>
    public int TruePositives { get; init; }

    /// <summary>Wrong detections at the report's confidence.</summary>
    public int FalsePositives { get; init; }

    /// <summary>Average precision at IoU 0.50, 0.55, … 0.95; each 0 … 0.995.</summary>
    public required IReadOnlyList<double> AveragePrecision { get; init; }

    /// <summary>Average precision at IoU 0.5.</summary>
    public double Ap50 => AveragePrecision[0];

    /// <summary>Average precision at IoU 0.75.</summary>
    public double Ap75 => AveragePrecision[5];

    /// <summary>Average precision, mean of the ten IoU thresholds.</summary>
    public double Ap => AveragePrecision.Average();

    /// <summary>Precision at IoU 0.5 over confidence.</summary>
    public required IReadOnlyList<double> PrecisionCurve { get; init; }

    /// <summary>Recall at IoU 0.5 over confidence.</summary>
    public required IReadOnlyList<double> RecallCurve { get; init; }

    /// <summary>F1 at IoU 0.5 over confidence.</summary>
    public required IReadOnlyList<double> F1Curve { get; init; }

    /// <summary>Precision at IoU 0.5 over recall: the curve whose area is <see cref="Ap50"/>.</summary>
    public required IReadOnlyList<double> PrecisionByRecall { get; init; }
}
