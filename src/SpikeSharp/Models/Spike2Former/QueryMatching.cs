using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Which query answers for which target of a picture (docs/spec/spike2former.md 5.2).</summary>
internal static class QueryMatching
{
    private const double Eps = 1e-12;

    /// <summary>What it costs that queries answer for targets, [Q, M] each: class, focal, dice, without their weights.</summary>
    /// <param name="classes">Class logits [Q, K + 1].</param>
    /// <param name="masks">Mask logits [Q, h, w].</param>
    /// <param name="labels">Classes of the targets, Int64 [M].</param>
    /// <param name="targets">Masks of the targets at the same size, [M, h, w].</param>
    public static (Tensor Class, Tensor Focal, Tensor Dice) Costs(Tensor classes, Tensor masks, Tensor labels, Tensor targets)
    {
        var p = masks.Reshape(masks.Size(0), -1).Sigmoid();
        var t = targets.Reshape(targets.Size(0), -1).Transpose(0, 1); // [h·w, M]
        var positive = (p + Eps).Log() * -MaskLosses.FocalAlpha * (1.0 - p).Square();
        var negative = (1.0 - p + Eps).Log() * -(1 - MaskLosses.FocalAlpha) * p.Square();
        var focal = (positive.MatMul(t) + negative.MatMul(1.0 - t)) / (double)p.Size(1);
        var dice = 1.0 - (p.MatMul(t) * 2.0 + 1.0) / (p.Sum([1], keep: true) + t.Sum([0], keep: true) + 1.0);
        return (-Losses.Softmax(classes, 1).IndexSelect(1, labels), focal, dice);
    }

    /// <summary>The query of every target, cheapest in sum.</summary>
    public static int[] Match(Tensor classes, Tensor masks, Tensor labels, Tensor targets)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var (cls, focal, dice) = Costs(classes, masks, labels, targets);
        var cost = (cls * MaskLosses.ClassWeight + focal * MaskLosses.FocalWeight + dice * MaskLosses.DiceWeight).To("cpu");
        var (rows, columns) = ((int)cost.Size(0), (int)cost.Size(1));
        var matrix = new float[rows, columns];
        var values = cost.ToArray<float>();
        for (var i = 0; i < values.Length; i++)
        {
            // A broken number costs much instead of breaking the search; the loss, not finite then, tells of it.
            matrix[i / columns, i % columns] = float.IsFinite(values[i]) ? values[i] : 1e6f;
        }
        return MinimumCost.Assign(matrix);
    }
}
