using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op SumOp = new("sum");
    private static readonly Op SumDimOp = new("sum", "dim_IntList");
    private static readonly Op MeanOp = new("mean");
    private static readonly Op MeanDimOp = new("mean", "dim");
    private static readonly Op AmaxOp = new("amax");
    private static readonly Op AminOp = new("amin");
    private static readonly Op ArgmaxOp = new("argmax");
    private static readonly Op AllOp = new("all");
    private static readonly Op TopkOp = new("topk");
    private static readonly Op CountNonzeroOp = new("count_nonzero", "dim_IntList");
    private static readonly Op NormOp = new("norm", "Scalar");

    /// <summary>Sum of all elements.</summary>
    public Tensor Sum() => SumOp.Call(this);

    /// <summary>Sums over dimensions.</summary>
    public Tensor Sum(long[] dimensions, bool keep = false) => SumDimOp.Call(this, dimensions, keep);

    /// <summary>Mean of all elements.</summary>
    public Tensor Mean() => MeanOp.Call(this);

    /// <summary>Means over dimensions.</summary>
    public Tensor Mean(long[] dimensions, bool keep = false) => MeanDimOp.Call(this, dimensions, keep);

    /// <summary>Largest elements over dimensions.</summary>
    public Tensor Max(long[] dimensions, bool keep = false) => AmaxOp.Call(this, dimensions, keep);

    /// <summary>Smallest elements over dimensions.</summary>
    public Tensor Min(long[] dimensions, bool keep = false) => AminOp.Call(this, dimensions, keep);

    /// <summary>Index of the first largest element along a dimension, as Int64.</summary>
    public Tensor ArgMax(long dimension, bool keep = false) => ArgmaxOp.Call(this, dimension, keep);

    /// <summary>Whether every element is true, as a Bool of rank 0.</summary>
    public Tensor All() => AllOp.Call(this);

    /// <summary>The k largest elements along a dimension, in falling order, and their indices.</summary>
    public (Tensor Values, Tensor Indices) TopK(long k, long dimension) => TopkOp.CallTwo(this, k, dimension);

    /// <summary>Number of elements other than 0 over dimensions, as Int64.</summary>
    public Tensor CountNonZero(params long[] dimensions) => CountNonzeroOp.Call(this, dimensions);

    /// <summary>Euclidean norm of all elements.</summary>
    public Tensor Norm() => NormOp.Call(this, 2.0);
}
