using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Evaluation;

/// <summary>How a detector is validated (docs/spec/spikeyolo.md 5.4).</summary>
public sealed record ValidateOptions
{
    /// <summary>imgsz: length of the long side in pixels.</summary>
    public int ImageSize { get; init; } = TrainingOptions.UsualImageSize;

    /// <summary>batch.</summary>
    public int Batch { get; init; } = TrainingOptions.UsualBatchSize;

    /// <summary>workers: threads that prepare batches.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>conf: least confidence of a detection.</summary>
    public double Confidence { get; init; } = SuppressionOptions.Validation.Confidence;

    /// <summary>iou: overlap above which the weaker of two detections is suppressed.</summary>
    public double IoU { get; init; } = SuppressionOptions.Validation.IoU;

    /// <summary>max_det: most detections an image.</summary>
    public int MaxDetections { get; init; } = SuppressionOptions.Validation.MaxDetections;

    /// <summary>rect: pad images little, by shape, instead of to squares.</summary>
    public bool Rectangular { get; init; } = true;

    /// <summary>single_cls: the data's classes count as one.</summary>
    public bool SingleClass { get; init; }

    /// <summary>Whether a segmenter may have more outputs than the data have classes; what it takes for one of them is a miss.</summary>
    public bool SpareOutputs { get; init; }
}
