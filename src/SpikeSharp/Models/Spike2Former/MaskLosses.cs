using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>The three losses of a supervised output (docs/spec/spike2former.md 5.3).</summary>
internal static class MaskLosses
{
    /// <summary>α of the focal loss; its weight, and those of the other two. Queries are matched by the same.</summary>
    internal const double FocalAlpha = 0.25,
        FocalWeight = 20,
        DiceWeight = 1,
        ClassWeight = 1;

    // The authors' float32 epsilon.
    private const double Eps = 1.1920929e-7;

    /// <summary>Σ w[y]·CE / (Σ w[y] + eps).</summary>
    /// <param name="logits">[n, K + 1].</param>
    /// <param name="labels">Int64 [n].</param>
    /// <param name="weights">w, [K + 1].</param>
    public static Tensor Class(Tensor logits, Tensor labels, Tensor weights) =>
        Losses.CrossEntropySum(logits, labels, weights, ignored: -100) / (weights.IndexSelect(0, labels).Sum() + Eps) * ClassWeight;

    /// <summary>Focal and dice loss of masks resized bilinearly to their targets.</summary>
    /// <param name="logits">[m, h, w].</param>
    /// <param name="targets">0 or 1, [m, H, W].</param>
    /// <param name="count">M.</param>
    public static (Tensor Focal, Tensor Dice) Resized(Tensor logits, Tensor targets, double count)
    {
        if (logits.Device == "cpu" && logits.DType == DType.Float32 && targets.ElementCount <= int.MaxValue)
        {
            var (focal, dice) = ResizedMaskLosses.Of(logits, targets, (float)FocalAlpha);
            return (focal * (FocalWeight / (count * targets.Size(1) * targets.Size(2) + Eps)), dice * (DiceWeight / (count + Eps)));
        }
        var resized = Layers.UpsampleBilinear(logits.Unsqueeze(1), targets.Size(1), targets.Size(2)).Squeeze(1);
        return (Focal(resized, targets, count), Dice(resized, targets, count));
    }

    /// <summary>20 Σ BCE·(α t + (1 − α)(1 − t))·|t − p|² / (M·H·W + eps).</summary>
    /// <param name="logits">[m, H, W].</param>
    /// <param name="targets">0 or 1, [m, H, W].</param>
    /// <param name="count">M.</param>
    public static Tensor Focal(Tensor logits, Tensor targets, double count)
    {
        using var scope = new TensorScope();
        var p = logits.Sigmoid();
        var factor = (targets * (2 * FocalAlpha - 1) + (1 - FocalAlpha)) * (targets - p).Square();
        var sum = (Losses.BinaryCrossEntropyWithLogits(logits, targets) * factor).Sum();
        return scope.Keep(sum * (FocalWeight / (count * logits.Size(1) * logits.Size(2) + Eps)));
    }

    /// <summary>Σ [1 − (2 Σ p t + 1) / (Σ p + Σ t + 1)] / (M + eps).</summary>
    /// <param name="logits">[m, H, W].</param>
    /// <param name="targets">0 or 1, [m, H, W].</param>
    /// <param name="count">M.</param>
    public static Tensor Dice(Tensor logits, Tensor targets, double count)
    {
        using var scope = new TensorScope();
        var p = logits.Sigmoid();
        var dice = 1.0 - ((p * targets).Sum([1, 2]) * 2.0 + 1.0) / (p.Sum([1, 2]) + targets.Sum([1, 2]) + 1.0);
        return scope.Keep(dice.Sum() * (DiceWeight / (count + Eps)));
    }
}
