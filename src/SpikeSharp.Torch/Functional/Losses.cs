using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Functional;

/// <summary>Losses.</summary>
public static class Losses
{
    private const long None = 0,
        Sum = 2;
    private static readonly Op BceOp = new("binary_cross_entropy_with_logits");
    private static readonly Op SoftmaxOp = new("softmax", "int");
    private static readonly Op CrossEntropyOp = new("cross_entropy_loss");
    private static readonly Op LogSoftmaxOp = new("log_softmax", "int");

    /// <summary>Binary cross entropy of logits against targets in [0, 1], element by element.</summary>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target) =>
        BceOp.Call(logits, target, (Tensor?)null, (Tensor?)null, None);

    /// <summary>Sum of the cross entropies of logits [N, C] or [N, C, H, W] against classes, Int64 [N] or [N, H, W].</summary>
    /// <param name="logits">Scores before the softmax.</param>
    /// <param name="target">Classes.</param>
    /// <param name="weights">A factor a class, [C], or null.</param>
    /// <param name="ignored">The class that does not count.</param>
    public static Tensor CrossEntropySum(Tensor logits, Tensor target, Tensor? weights, long ignored) =>
        CrossEntropyOp.Call(logits, target, weights, Sum, ignored, 0.0);

    /// <summary>Softmax along a dimension.</summary>
    public static Tensor Softmax(Tensor x, long dimension) => SoftmaxOp.Call(x, dimension);

    /// <summary>Logarithm of the softmax along a dimension.</summary>
    public static Tensor LogSoftmax(Tensor x, long dimension) => LogSoftmaxOp.Call(x, dimension);
}
