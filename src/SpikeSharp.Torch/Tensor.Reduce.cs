using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op sum = new("sum");
    private static readonly Op sumDim = new("sum", "dim_IntList");
    private static readonly Op mean = new("mean");
    private static readonly Op meanDim = new("mean", "dim");
    private static readonly Op amax = new("amax");
    private static readonly Op amin = new("amin");
    private static readonly Op argmax = new("argmax");
    private static readonly Op all = new("all");
    private static readonly Op topk = new("topk");
    private static readonly Op countNonzero = new("count_nonzero", "dim_IntList");
    private static readonly Op norm = new("norm", "Scalar");

    /// <summary>Sum of all elements.</summary>
    public Tensor Sum() => sum.Call(this);
    /// <summary>Sums over dimensions.</summary>
    public Tensor Sum(long[] dimensions, bool keep = false) => sumDim.Call(this, dimensions, keep);
    /// <summary>Mean of all elements.</summary>
    public Tensor Mean() => mean.Call(this);
    /// <summary>Means over dimensions.</summary>
    public Tensor Mean(long[] dimensions, bool keep = false) => meanDim.Call(this, dimensions, keep);
    /// <summary>Largest elements over dimensions.</summary>
    public Tensor Max(long[] dimensions, bool keep = false) => amax.Call(this, dimensions, keep);
    /// <summary>Smallest elements over dimensions.</summary>
    public Tensor Min(long[] dimensions, bool keep = false) => amin.Call(this, dimensions, keep);
    /// <summary>Index of the first largest element along a dimension, as Int64.</summary>
    public Tensor ArgMax(long dimension, bool keep = false) => argmax.Call(this, dimension, keep);
    /// <summary>Whether every element is true, as a Bool of rank 0.</summary>
    public Tensor All() => all.Call(this);
    /// <summary>The k largest elements along a dimension, in falling order, and their indices.</summary>
    public (Tensor Values, Tensor Indices) TopK(long k, long dimension) => topk.CallTwo(this, k, dimension);
    /// <summary>Number of elements other than 0 over dimensions, as Int64.</summary>
    public Tensor CountNonZero(params long[] dimensions) => countNonzero.Call(this, dimensions);
    /// <summary>Euclidean norm of all elements.</summary>
    public Tensor Norm() => norm.Call(this, 2.0);
}
