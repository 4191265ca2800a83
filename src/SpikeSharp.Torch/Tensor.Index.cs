using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op gather = new("gather");
    private static readonly Op indexSelect = new("index_select");
    private static readonly Op index = new("index", "Tensor");
    private static readonly Op maskedSelect = new("masked_select");
    private static readonly Op scatterAdd = new("scatter_add");
    private static readonly Op scatterValue = new("scatter", "value");
    private static readonly Op nonzero = new("nonzero");

    /// <summary>Elements picked along a dimension by an index tensor (Int64) of the same rank.</summary>
    public Tensor Gather(long dimension, Tensor indices) => gather.Call(this, dimension, indices);
    /// <summary>Slices picked along a dimension by an index list (Int64, rank 1).</summary>
    public Tensor IndexSelect(long dimension, Tensor indices) => indexSelect.Call(this, dimension, indices);
    /// <summary>Elements picked by index tensors, one a dimension; null takes all of a dimension.</summary>
    public Tensor Index(params Tensor?[] indices) => index.Call(this, indices);
    /// <summary>The elements where a mask is true; rank 1.</summary>
    public Tensor MaskedSelect(Tensor mask) => maskedSelect.Call(this, mask);
    /// <summary>A copy with the sources added at the indices along a dimension.</summary>
    public Tensor ScatterAdd(long dimension, Tensor indices, Tensor source) => scatterAdd.Call(this, dimension, indices, source);
    /// <summary>A copy with one number written at the indices along a dimension.</summary>
    public Tensor Scatter(long dimension, Tensor indices, double value) => scatterValue.Call(this, dimension, indices, value);
    /// <summary>Indices of the elements other than 0, Int64 [count, rank], in row-major order.</summary>
    public Tensor NonZero() => nonzero.Call(this);
}
