using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>CIoU, distribution focal loss and binary cross entropy over task-aligned anchors (docs/spec/spikeyolo.md 5.3).</summary>
public sealed class DetectionLoss(int classes, LossGains gains, TaskAlignedAssigner? assigner = null)
{
    private const int Bins = SpikeDetect.RegMax;
    private readonly TaskAlignedAssigner _assigner = assigner ?? new TaskAlignedAssigner();

    /// <summary>The loss of the head's raw maps.</summary>
    /// <param name="maps">[B, 64 + classes, h, w] a level, as <see cref="SpikeYolo.Forward"/> gives them.</param>
    /// <param name="targets">The objects.</param>
    public LossParts Compute(Tensor[] maps, DetectionTargets targets)
    {
        using var scope = new TensorScope();
        var batch = maps[0].Size(0);
        // [B, A, 64 + nc]
        var rows = Tensor.Cat([.. maps.Select(m => m.Reshape(batch, 4 * Bins + classes, -1))], 2).Transpose(1, 2).Contiguous();
        var parts = rows.Split(2, 4 * Bins, classes);
        var (distributions, logits) = (parts[0].Contiguous(), parts[1].Contiguous());
        var (anchors, strides) = AnchorPoints.Of(maps); // cells [A, 2], pixels [A, 1]
        var boxes = Decode(distributions, anchors); // cells [B, A, 4]

        var objects = PaddedTargets.From(
            targets,
            batch,
            maps[0].Size(2) * SpikeDetect.Strides[0],
            maps[0].Size(3) * SpikeDetect.Strides[0],
            logits.Device
        );
        var zero = (distributions.Sum() + logits.Sum()) * 0; // keeps the graph when a part has no term
        var (box, dfl, sum) = (zero, zero, 1.0);
        var scores = logits.ZerosLike();
        if (objects is not null)
        {
            var assigned = _assigner.Assign(
                logits.Detach().Sigmoid(),
                boxes.Detach() * strides,
                anchors * strides,
                objects.Labels,
                objects.Boxes,
                objects.Present
            );
            scores = assigned.Scores;
            sum = Math.Max(scores.Sum().Item(), 1);
            var positive = assigned.Foreground.Reshape(-1).NonZero().Reshape(-1);
            if (positive.ElementCount > 0)
                (box, dfl) = BoxLosses(distributions, boxes, anchors, assigned.Boxes / strides, scores, positive, sum);
        }
        var cls = Losses.BinaryCrossEntropyWithLogits(logits, scores).Sum() / sum;
        (box, cls, dfl) = (box * gains.Box, cls * gains.Class, dfl * gains.Dfl);
        var total = scope.Keep((box + cls + dfl) * batch);
        return new LossParts(total, box.Item(), cls.Item(), dfl.Item());
    }

    private static Tensor Decode(Tensor distributions, Tensor anchors)
    {
        var (batch, count) = (distributions.Size(0), distributions.Size(1));
        var bins = Tensor.Range(0, Bins, device: distributions.Device).Reshape(1, 1, 1, Bins);
        var distance = (Losses.Softmax(distributions.Reshape(batch, count, 4, Bins), 3) * bins).Sum([3]);
        var sides = distance.Split(2, 2, 2);
        return Tensor.Cat([anchors - sides[0], anchors + sides[1]], 2);
    }

    private static (Tensor Box, Tensor Dfl) BoxLosses(
        Tensor distributions,
        Tensor boxes,
        Tensor anchors,
        Tensor targetBoxes,
        Tensor scores,
        Tensor positive,
        double sum
    )
    {
        var batch = boxes.Size(0);
        var weight = scores.Sum([2]).Reshape(-1).IndexSelect(0, positive).Unsqueeze(1); // [P, 1]
        var target = targetBoxes.Reshape(-1, 4).IndexSelect(0, positive);
        var iou = CIoU.Of(boxes.Reshape(-1, 4).IndexSelect(0, positive), target);
        var box = ((1.0 - iou) * weight).Sum() / sum;

        var points = anchors.Unsqueeze(0).Expand(batch, anchors.Size(0), 2).Reshape(-1, 2).IndexSelect(0, positive);
        var corners = target.Split(1, 2, 2);
        var distance = Tensor.Cat([points - corners[0], corners[1] - points], 1).Clamp(0, Bins - 1 - 0.01); // [P, 4]
        var chosen = distributions.Reshape(-1, 4, Bins).IndexSelect(0, positive);
        var dfl = (DistributionFocal(chosen, distance) * weight).Sum() / sum;
        return (box, dfl);
    }

    // Cross entropy to the two bins around each distance, weighted by nearness; mean of the four sides. [P, 4, 16], [P, 4] → [P, 1]
    private static Tensor DistributionFocal(Tensor distributions, Tensor distance)
    {
        var left = distance.Floor();
        var indices = left.To(DType.Int64).Unsqueeze(-1);
        var logs = Losses.LogSoftmax(distributions, 2);
        var weightRight = distance - left;
        var entropy = logs.Gather(2, indices).Squeeze(-1) * (1.0 - weightRight) + logs.Gather(2, indices + 1).Squeeze(-1) * weightRight;
        return -entropy.Mean([1], keep: true);
    }
}
