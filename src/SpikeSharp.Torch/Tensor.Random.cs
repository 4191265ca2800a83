using SpikeSharp.Torch.Interop;

namespace SpikeSharp.Torch;

public sealed partial class Tensor
{
    private static readonly Op uniform = new("uniform_");
    private static readonly Op rand = new("rand");
    private static readonly Op randn = new("randn");

    /// <summary>Fills this tensor with numbers drawn evenly from [low, high).</summary>
    public void UniformInPlace(double low, double high) => uniform.Do(this, low, high);
    /// <summary>A tensor of numbers drawn evenly from [0, 1).</summary>
    public static Tensor Random(params long[] shape) => rand.Call(shape);
    /// <summary>A tensor of numbers drawn from the standard normal distribution.</summary>
    public static Tensor RandomNormal(params long[] shape) => randn.Call(shape);
}
