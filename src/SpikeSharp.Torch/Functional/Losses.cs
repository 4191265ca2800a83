using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch.Functional;

/// <summary>Element-wise losses.</summary>
public static class Losses
{
    private const long None = 0;
    private static readonly Op bce = new("binary_cross_entropy_with_logits");
    private static readonly Op softmax = new("softmax", "int");
    private static readonly Op logSoftmax = new("log_softmax", "int");

    /// <summary>Binary cross entropy of logits against targets in [0, 1], element by element.</summary>
    public static Tensor BinaryCrossEntropyWithLogits(Tensor logits, Tensor target) => bce.Call(logits, target, (Tensor?)null, (Tensor?)null, None);

    /// <summary>Softmax along a dimension.</summary>
    public static Tensor Softmax(Tensor x, long dimension) => softmax.Call(x, dimension);

    /// <summary>Logarithm of the softmax along a dimension.</summary>
    public static Tensor LogSoftmax(Tensor x, long dimension) => logSoftmax.Call(x, dimension);
}
