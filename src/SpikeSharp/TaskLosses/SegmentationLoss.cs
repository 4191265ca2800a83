using SpikeSharp.Data.Batches;
using SpikeSharp.Data.Segmentation;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.TaskLosses;

/// <summary>
/// Cross entropy of the classes of pixels, their scores interpolated to the picture's size; pixels in no class do not count.
/// </summary>
/// <param name="weights">A weight a class; pixels of a class count so much.</param>
public sealed class SegmentationLoss(IReadOnlyList<double> weights) : IPixelLoss
{
    private readonly float[] _weights = [.. weights.Select(w => (float)w)];

    /// <inheritdoc/>
    public IReadOnlyList<TaskColumn> Parts { get; } = [new("loss", "loss", 9)];

    /// <summary>The loss of a batch.</summary>
    /// <param name="maps">One map of scores, [B, classes, h, w].</param>
    /// <param name="batch">The classes of the pixels.</param>
    public TaskLoss Compute(Tensor[] maps, SegmentationBatch batch)
    {
        using var scope = new TensorScope();
        var logits = Layers.UpsampleBilinear(maps[0], batch.Height, batch.Width);
        var target = Tensor.From(batch.Masks, batch.Count, batch.Height, batch.Width).To(logits.Device).To(DType.Int64);
        var sum = 0.0;
        foreach (var number in batch.Masks)
            sum += number < _weights.Length ? _weights[number] : 0;
        var total = Losses.CrossEntropySum(
            logits,
            target,
            Tensor.From(_weights, _weights.Length).To(logits.Device),
            SegmentationData.Ignored
        );
        // A batch without a pixel in a class has no loss, but keeps its graph.
        var mean = scope.Keep(sum > 0 ? total / sum : total);
        return new TaskLoss(mean, [mean.Item()]);
    }
}
