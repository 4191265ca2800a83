using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Torch.Modules;

/// <summary>2-D convolution with PyTorch's initialisation: weight and bias even in ±1/√fan-in, fan-in = (Cin/groups)·k·k.</summary>
public sealed class Convolution : Module
{
    /// <summary>Asks for <c>weight</c> [Cout, Cin/groups, k, k] and, with a bias, <c>bias</c> [Cout].</summary>
    public Convolution(Weights w, int input, int output, int kernel, int stride = 1, int? padding = null, int groups = 1, bool bias = false)
    {
        (Stride, Padding, Groups) = (stride, padding ?? kernel / 2, groups);
        var bound = 1 / Math.Sqrt((double)input / groups * kernel * kernel);
        Weight = w.Uniform("weight", [output, input / groups, kernel, kernel], bound);
        Bias = bias ? w.Uniform("bias", [output], bound, TensorRole.Bias) : null;
    }

    /// <summary>[Cout, Cin/groups, k, k].</summary>
    public Tensor Weight { get; }
    /// <summary>[Cout], or null.</summary>
    public Tensor? Bias { get; }
    /// <summary>Step between windows.</summary>
    public int Stride { get; }
    /// <summary>Zeros around the input.</summary>
    public int Padding { get; }
    /// <summary>Groups of channels that do not mix.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Layers.Convolution(x, Weight, Bias, Stride, Padding, Groups);
}
