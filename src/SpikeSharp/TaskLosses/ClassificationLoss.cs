using SpikeSharp.Data.Batches;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.TaskLosses;

/// <summary>Cross entropy of the classes of pictures, mean of the batch.</summary>
public static class ClassificationLoss
{
    private const long NoClass = -100;

    /// <summary>The loss of a batch.</summary>
    /// <param name="maps">One map of scores, [B, classes, 1, 1].</param>
    /// <param name="batch">The classes.</param>
    public static TaskLoss Compute(Tensor[] maps, ClassificationBatch batch)
    {
        using var scope = new TensorScope();
        var logits = maps[0].Reshape(batch.Count, -1);
        var target = Tensor.From(batch.Classes, batch.Count).To(logits.Device).To(DType.Int64);
        var mean = scope.Keep(Losses.CrossEntropySum(logits, target, null, NoClass) / (double)batch.Count);
        return new TaskLoss(mean, [mean.Item()]);
    }
}
