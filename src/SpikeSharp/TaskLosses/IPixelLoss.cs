using SpikeSharp.Data.Batches;
using SpikeSharp.Torch;

namespace SpikeSharp.TaskLosses;

/// <summary>What a segmenter learns by.</summary>
public interface IPixelLoss
{
    /// <summary>Its parts, as results.csv and the terminal show them.</summary>
    IReadOnlyList<TaskColumn> Parts { get; }

    /// <summary>The loss of a batch.</summary>
    /// <param name="maps">What the network gave.</param>
    /// <param name="batch">The classes of the pixels.</param>
    TaskLoss Compute(Tensor[] maps, SegmentationBatch batch);
}
