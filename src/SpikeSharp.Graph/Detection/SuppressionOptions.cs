namespace SpikeSharp.Graph.Detection;

/// <summary>What <see cref="NonMaximumSuppression"/> keeps. The defaults are those of prediction (SpikeYOLO, 5.5).</summary>
public sealed record SuppressionOptions
{
    /// <summary>Detections more confident than this are shown and counted as found, unless another confidence is asked for.</summary>
    public const double UsualConfidence = 0.25;

    /// <summary>As validation does it: confidence 0.001, every class above it of every anchor (SpikeYOLO, 5.4).</summary>
    public static SuppressionOptions Validation { get; } = new() { Confidence = 0.001, MultiLabel = true };

    /// <summary>Detections must be more confident than this, 0 … 1.</summary>
    public double Confidence { get; init; } = UsualConfidence;

    /// <summary>A detection that overlaps a better one by more than this IoU goes, 0 … 1.</summary>
    public double IoU { get; init; } = 0.7;

    /// <summary>Every class above the confidence of every anchor, instead of the best one only.</summary>
    public bool MultiLabel { get; init; }

    /// <summary>Detections suppress those of other classes too.</summary>
    public bool Agnostic { get; init; }

    /// <summary>Only these classes; null: all.</summary>
    public IReadOnlySet<int>? Classes { get; init; }

    /// <summary>Most detections of an image.</summary>
    public int MaxDetections { get; init; } = 300;

    /// <summary>Candidates looked at, the most confident first.</summary>
    public int MaxCandidates { get; init; } = 30_000;

    /// <summary>
    /// Pixels by which the reference moves the boxes of class c, c times, to keep classes apart. We compare within a class anyway; the
    /// shift is kept for its rounding: at class 79 it leaves float32 coordinates to 1/16 pixel. 0 gives the exact overlaps.
    /// </summary>
    public float ClassOffset { get; init; } = 7680;
}
