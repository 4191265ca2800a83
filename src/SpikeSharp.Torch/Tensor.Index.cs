using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op GatherOp = new("gather");
    private static readonly Op IndexSelectOp = new("index_select");
    private static readonly Op IndexOp = new("index", "Tensor");
    private static readonly Op MaskedSelectOp = new("masked_select");
    private static readonly Op ScatterAddOp = new("scatter_add");
    private static readonly Op ScatterValueOp = new("scatter", "value");
    private static readonly Op NonzeroOp = new("nonzero");

    /// <summary>Elements picked along a dimension by an index tensor (Int64) of the same rank.</summary>
    public Tensor Gather(long dimension, Tensor indices) => GatherOp.Call(this, dimension, indices);

    /// <summary>Slices picked along a dimension by an index list (Int64, rank 1).</summary>
    public Tensor IndexSelect(long dimension, Tensor indices) => IndexSelectOp.Call(this, dimension, indices);

    /// <summary>Elements picked by index tensors, one a dimension; null takes all of a dimension.</summary>
    public Tensor Index(params Tensor?[] indices) => IndexOp.Call(this, indices);

    /// <summary>The elements where a mask is true; rank 1.</summary>
    public Tensor MaskedSelect(Tensor mask) => MaskedSelectOp.Call(this, mask);

    /// <summary>A copy with the sources added at the indices along a dimension.</summary>
    public Tensor ScatterAdd(long dimension, Tensor indices, Tensor source) => ScatterAddOp.Call(this, dimension, indices, source);

    /// <summary>A copy with one number written at the indices along a dimension.</summary>
    public Tensor Scatter(long dimension, Tensor indices, double value) => ScatterValueOp.Call(this, dimension, indices, value);

    /// <summary>Indices of the elements other than 0, Int64 [count, rank], in row-major order.</summary>
    public Tensor NonZero() => NonzeroOp.Call(this);
}
