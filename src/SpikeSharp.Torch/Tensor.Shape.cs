using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op reshape = new("reshape");
    private static readonly Op permute = new("permute");
    private static readonly Op transpose = new("transpose", "int");
    private static readonly Op unsqueeze = new("unsqueeze");
    private static readonly Op squeeze = new("squeeze", "dim");
    private static readonly Op expand = new("expand");
    private static readonly Op repeat = new("repeat");
    private static readonly Op cat = new("cat");
    private static readonly Op stack = new("stack");
    private static readonly Op narrow = new("narrow");
    private static readonly Op select = new("select", "int");
    private static readonly Op splitSizes = new("split_with_sizes");
    private static readonly Op unbind = new("unbind", "int");
    private static readonly Op contiguous = new("contiguous");
    private static readonly Op clone = new("clone");
    private static readonly Op detach = new("detach");
    private static readonly Op toType = new("to", "dtype");
    private static readonly Op toDevice = new("to", "dtype_layout");
    private static readonly Op copy = new("copy_");
    private static readonly Op fill = new("fill_", "Scalar");
    private static readonly Op flip = new("flip");

    /// <summary>The same elements in another shape; one size may be −1.</summary>
    public Tensor Reshape(params long[] shape) => reshape.Call(this, shape);
    /// <summary>Dimensions in another order; a view.</summary>
    public Tensor Permute(params long[] order) => permute.Call(this, order);
    /// <summary>Two dimensions exchanged; a view.</summary>
    public Tensor Transpose(long a, long b) => transpose.Call(this, a, b);
    /// <summary>A dimension of size 1 put in; a view.</summary>
    public Tensor Unsqueeze(long dimension) => unsqueeze.Call(this, dimension);
    /// <summary>A dimension of size 1 taken out; a view.</summary>
    public Tensor Squeeze(long dimension) => squeeze.Call(this, dimension);
    /// <summary>Dimensions of size 1 repeated without copying.</summary>
    public Tensor Expand(params long[] shape) => expand.Call(this, shape);
    /// <summary>Copies beside one another, so many times along each dimension.</summary>
    public Tensor Repeat(params long[] times) => repeat.Call(this, times);
    /// <summary>Tensors joined along a dimension.</summary>
    public static Tensor Cat(Tensor[] tensors, long dimension) => cat.Call(tensors, dimension);
    /// <summary>Tensors joined along a new dimension.</summary>
    public static Tensor Stack(Tensor[] tensors, long dimension) => stack.Call(tensors, dimension);
    /// <summary>A part of a dimension; a view.</summary>
    public Tensor Narrow(long dimension, long start, long length) => narrow.Call(this, dimension, start, length);
    /// <summary>One index of a dimension, which disappears; a view.</summary>
    public Tensor Select(long dimension, long index) => select.Call(this, dimension, index);
    /// <summary>Consecutive parts of a dimension; views.</summary>
    public Tensor[] Split(long dimension, params long[] sizes) => splitSizes.CallMany(this, sizes, dimension);
    /// <summary>Every index of a dimension, which disappears; views.</summary>
    public Tensor[] Unbind(long dimension = 0) => unbind.CallMany(this, dimension);
    /// <summary>Itself or a row-major copy.</summary>
    public Tensor Contiguous() => contiguous.Call(this);
    /// <summary>A copy.</summary>
    public Tensor Clone() => clone.Call(this);
    /// <summary>The same memory, cut off from the record for the backward pass.</summary>
    public Tensor Detach() => detach.Call(this);
    /// <summary>Itself or a copy of another element type.</summary>
    public Tensor To(DType type) => toType.Call(this, type);
    /// <summary>Itself or a copy on another device ("cpu", "cuda:0").</summary>
    public Tensor To(string device) => toDevice.Call(this, Value.Default, Value.Default, device);
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
    public void CopyFrom(Tensor source) => copy.Do(this, source);
    /// <summary>Sets every element.</summary>
    public void FillInPlace(double value) => fill.Do(this, value);
    /// <summary>Order reversed along dimensions.</summary>
    public Tensor Flip(params long[] dimensions) => flip.Call(this, dimensions);
}
