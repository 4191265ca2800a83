using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op UniformOp = new("uniform_");
    private static readonly Op RandOp = new("rand");
    private static readonly Op RandnOp = new("randn");

    /// <summary>Fills this tensor with numbers drawn evenly from [low, high).</summary>
    public void UniformInPlace(double low, double high) => UniformOp.Do(this, low, high);

    /// <summary>A tensor of numbers drawn evenly from [0, 1).</summary>
    public static Tensor Random(params long[] shape) => RandOp.Call(shape);

    /// <summary>A tensor of numbers drawn from the standard normal distribution.</summary>
    public static Tensor RandomNormal(params long[] shape) => RandnOp.Call(shape);
}
