using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Prediction;

/// <summary>How objects are looked for (docs/spec/spikeyolo.md 5.5).</summary>
public sealed record PredictOptions
{
    /// <summary>imgsz: side in pixels, rounded up to a multiple of 32; null takes the one the network was trained at.</summary>
    public int? ImageSize { get; init; }

    /// <summary>batch: most pictures that go through the network together.</summary>
    public int Batch { get; init; } = TrainingOptions.UsualBatchSize;

    /// <summary>rect: the smallest rectangle of multiples of 32 that holds a picture; otherwise squares.</summary>
    public bool Rectangular { get; init; } = true;

    /// <summary>vid_stride: every so many-th frame of a video, from the first on.</summary>
    public int VideoStride { get; init; } = 1;

    /// <summary>strict: a picture that cannot be read ends the run instead of being skipped.</summary>
    public bool Strict { get; init; }

    /// <summary>conf, iou, max_det, classes, agnostic_nms.</summary>
    public SuppressionOptions Suppression { get; init; } = new();
}
