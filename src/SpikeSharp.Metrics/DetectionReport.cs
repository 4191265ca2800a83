namespace SpikeSharp.Metrics;

/// <summary>How well the objects of a data set are found (SpikeYOLO, 5.4). Means are over the classes that have objects.</summary>
public sealed record DetectionReport
{
    /// <summary>Points of every curve: confidence, or recall, from 0 to 1.</summary>
    public const int CurvePoints = 1000;

    /// <summary>The ten IoU thresholds.</summary>
    public static IReadOnlyList<double> IoUThresholds { get; } = [0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95];

    /// <summary>Images looked at.</summary>
    public required int Images { get; init; }

    /// <summary>Objects in them.</summary>
    public required int Objects { get; init; }

    /// <summary>The classes that have objects, by number.</summary>
    public required IReadOnlyList<ClassReport> Classes { get; init; }

    /// <summary>The confidence at which precision, recall and F1 are told: where the mean F1 curve, smoothed, is highest.</summary>
    public required double Confidence { get; init; }

    /// <summary>Mean precision at that confidence.</summary>
    public double Precision => Mean(c => c.Precision);

    /// <summary>Mean recall at that confidence.</summary>
    public double Recall => Mean(c => c.Recall);

    /// <summary>Mean average precision at IoU 0.5.</summary>
    public double Map50 => Mean(c => c.Ap50);

    /// <summary>Mean average precision at IoU 0.75.</summary>
    public double Map75 => Mean(c => c.Ap75);

    /// <summary>Mean average precision over IoU 0.50 … 0.95.</summary>
    public double Map => Mean(c => c.Ap);

    /// <summary>What the best checkpoint is chosen by: 0.1 · mAP50 + 0.9 · mAP50-95.</summary>
    public double Fitness => 0.1 * Map50 + 0.9 * Map;

    private double Mean(Func<ClassReport, double> value) => Classes.Count == 0 ? 0 : Classes.Average(value);
}
