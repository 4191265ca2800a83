using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op ReshapeOp = new("reshape");
    private static readonly Op PermuteOp = new("permute");
    private static readonly Op TransposeOp = new("transpose", "int");
    private static readonly Op UnsqueezeOp = new("unsqueeze");
    private static readonly Op SqueezeOp = new("squeeze", "dim");
    private static readonly Op ExpandOp = new("expand");
    private static readonly Op RepeatOp = new("repeat");
    private static readonly Op CatOp = new("cat");
    private static readonly Op StackOp = new("stack");
    private static readonly Op NarrowOp = new("narrow");
    private static readonly Op SelectOp = new("select", "int");
    private static readonly Op SplitSizesOp = new("split_with_sizes");
    private static readonly Op UnbindOp = new("unbind", "int");
    private static readonly Op ContiguousOp = new("contiguous");
    private static readonly Op CloneOp = new("clone");
    private static readonly Op DetachOp = new("detach");
    private static readonly Op ToTypeOp = new("to", "dtype");
    private static readonly Op ToDeviceOp = new("to", "dtype_layout");
    private static readonly Op CopyOp = new("copy_");
    private static readonly Op FillOp = new("fill_", "Scalar");
    private static readonly Op FlipOp = new("flip");

    /// <summary>The same elements in another shape; one size may be −1.</summary>
    public Tensor Reshape(params long[] shape) => ReshapeOp.Call(this, shape);

    /// <summary>Dimensions in another order; a view.</summary>
    public Tensor Permute(params long[] order) => PermuteOp.Call(this, order);

    /// <summary>Two dimensions exchanged; a view.</summary>
    public Tensor Transpose(long a, long b) => TransposeOp.Call(this, a, b);

    /// <summary>A dimension of size 1 put in; a view.</summary>
    public Tensor Unsqueeze(long dimension) => UnsqueezeOp.Call(this, dimension);

    /// <summary>A dimension of size 1 taken out; a view.</summary>
    public Tensor Squeeze(long dimension) => SqueezeOp.Call(this, dimension);

    /// <summary>Dimensions of size 1 repeated without copying.</summary>
    public Tensor Expand(params long[] shape) => ExpandOp.Call(this, shape);

    /// <summary>Copies beside one another, so many times along each dimension.</summary>
    public Tensor Repeat(params long[] times) => RepeatOp.Call(this, times);

    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor Cat(Tensor[] tensors, long dimension) => CatOp.Call(tensors, dimension);

    /// <summary>Tensors joined along a new dimension.</summary>
    public static Tensor Stack(Tensor[] tensors, long dimension) => StackOp.Call(tensors, dimension);

    /// <summary>A part of a dimension; a view.</summary>
    public Tensor Narrow(long dimension, long start, long length) => NarrowOp.Call(this, dimension, start, length);

    /// <summary>One index of a dimension, which disappears; a view.</summary>
    public Tensor Select(long dimension, long index) => SelectOp.Call(this, dimension, index);

    /// <summary>Consecutive parts of a dimension; views.</summary>
    public Tensor[] Split(long dimension, params long[] sizes) => SplitSizesOp.CallMany(this, sizes, dimension);

    /// <summary>Every index of a dimension, which disappears; views.</summary>
    public Tensor[] Unbind(long dimension = 0) => UnbindOp.CallMany(this, dimension);

    /// <summary>Itself or a row-major copy.</summary>
    public Tensor Contiguous() => ContiguousOp.Call(this);

    /// <summary>A copy.</summary>
    public Tensor Clone() => CloneOp.Call(this);

    /// <summary>The same memory, cut off from the record for the backward pass.</summary>
    public Tensor Detach() => DetachOp.Call(this);

    /// <summary>Itself or a copy of another element type.</summary>
    public Tensor To(DType type) => ToTypeOp.Call(this, type);

    /// <summary>Itself or a copy on another device ("cpu", "cuda:0").</summary>
    public Tensor To(string device) => ToDeviceOp.Call(this, Value.Default, Value.Default, device);

    /// <summary>Moves this very handle's contents to another device; views and gradients of before do not follow.</summary>
    public void MoveTo(string device)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        var trained = RequiresGrad;
        Replace(Detach().To(device));
        RequiresGrad = trained;
    }

    /// <summary>Copies another tensor's elements into this one, converting type and device.</summary>
    public void CopyFrom(Tensor source) => CopyOp.Do(this, source);

    /// <summary>Sets every element.</summary>
    public void FillInPlace(double value) => FillOp.Do(this, value);

    /// <summary>Order reversed along dimensions.</summary>
    public Tensor Flip(params long[] dimensions) => FlipOp.Call(this, dimensions);
}
