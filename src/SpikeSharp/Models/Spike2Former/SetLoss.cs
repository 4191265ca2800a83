using SpikeSharp.Data.Batches;
using SpikeSharp.TaskLosses;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// The loss of sets of queries: matched to the targets, each supervised output by itself, and added up (docs/spec/spike2former.md 5).
/// </summary>
/// <param name="classes">K.</param>
public sealed class SetLoss(int classes) : IPixelLoss
{
    private const float NoObjectWeight = 0.1f;

    private readonly float[] _weights = [.. Enumerable.Repeat(1f, classes), NoObjectWeight];

    /// <summary>
    /// Of the last supervised output, which is the one that predicts: so losses of training and validation are of one kind.
    /// </summary>
    public IReadOnlyList<TaskColumn> Parts { get; } = [new("cls_loss", "cls", 9), new("mask_loss", "mask", 9), new("dice_loss", "dice", 9)];

    /// <inheritdoc/>
    public TaskLoss Compute(Tensor[] maps, SegmentationBatch batch)
    {
        using var scope = new TensorScope();
        var parts = Compute(
            maps[0],
            maps[1],
            [.. Enumerable.Range(0, batch.Count).Select(n => MaskTargets.Of(batch.Mask(n), classes, batch.Height, batch.Width))]
        );
        var total = parts.Select(part => part.Class + part.Mask + part.Dice).Aggregate((a, b) => a + b);
        return new TaskLoss(scope.Keep(total), [parts[^1].Class.Item(), parts[^1].Mask.Item(), parts[^1].Dice.Item()]);
    }

    /// <summary>Class, mask and dice loss of every supervised output, in order.</summary>
    /// <param name="logits">Class logits [O, N, Q, K + 1].</param>
    /// <param name="masks">Mask logits [O, N, Q, h, w].</param>
    /// <param name="targets">Of every picture, at full size.</param>
    internal (Tensor Class, Tensor Mask, Tensor Dice)[] Compute(Tensor logits, Tensor masks, IReadOnlyList<MaskTargets> targets)
    {
        using var scope = new TensorScope();
        var device = logits.Device;
        var weight = Tensor.From(_weights, _weights.Length).To(device);
        var small = targets.Select(t => t.At(masks.Size(3), masks.Size(4)).To(device)).ToArray();
        var labels = targets.Select(t => t.Labels.To(device)).ToArray();
        var count = Math.Max(1.0, targets.Sum(t => Math.Max(1, t.Count)));
        var full = targets.Any(t => t.Count > 0)
            ? Tensor.Cat([.. targets.Where(t => t.Count > 0).Select(t => t.Masks.To(device))], 0)
            : null;
        var parts = new (Tensor Class, Tensor Mask, Tensor Dice)[logits.Size(0)];
        for (var o = 0; o < parts.Length; o++)
        {
            var (cls, mask) = (logits.Select(0, o), masks.Select(0, o));
            int[][] matches =
            [
                .. targets.Select(
                    (t, n) => t.Count == 0 ? [] : QueryMatching.Match(cls.Select(0, n), mask.Select(0, n), labels[n], small[n])
                ),
            ];
            var classLoss = MaskLosses.Class(cls.Reshape(-1, classes + 1), Labels(targets, matches, (int)cls.Size(1)).To(device), weight);
            if (full is null)
            {
                var nothing = mask.Sum() * 0.0;
                parts[o] = (scope.Keep(classLoss), scope.Keep(nothing), scope.Keep(mask.Sum() * 0.0));
                continue;
            }
            var chosen = matches.SelectMany((match, n) => match.Select(q => (long)n * cls.Size(1) + q)).ToArray();
            var matched = mask.Reshape(-1, mask.Size(2), mask.Size(3)).IndexSelect(0, Tensor.From(chosen, chosen.Length).To(device));
            var (focal, dice) = MaskLosses.Resized(matched, full, count);
            parts[o] = (scope.Keep(classLoss), scope.Keep(focal), scope.Keep(dice));
        }
        return parts;
    }

    // Queries that answer for nothing learn to say so.
    private Tensor Labels(IReadOnlyList<MaskTargets> targets, int[][] matches, int queries)
    {
        var labels = new long[targets.Count * queries];
        Array.Fill(labels, classes);
        for (var n = 0; n < matches.Length; n++)
        {
            if (matches[n].Length == 0)
                continue;
            var of = targets[n].Labels.ToArray<long>();
            for (var k = 0; k < matches[n].Length; k++)
                labels[n * queries + matches[n][k]] = of[k];
        }
        return Tensor.From(labels, labels.Length);
    }
}
