using SpikeSharp.Torch.Functional;

namespace SpikeSharp.Torch.Modules;

/// <summary>2-D convolution with PyTorch's initialisation: weight and bias even in ±1/√fan-in, fan-in = (Cin/groups)·k·k.</summary>
public sealed class Convolution : Module
{
    /// <summary>Asks for <c>weight</c> [Cout, Cin/groups, k, k] and, with a bias, <c>bias</c> [Cout].</summary>
    /// <param name="w">Its place.</param>
    /// <param name="input">Cin.</param>
    /// <param name="output">Cout.</param>
    /// <param name="kernel">k.</param>
    /// <param name="stride">Step between windows.</param>
    /// <param name="padding">Zeros around the input; k/2 by default.</param>
    /// <param name="groups">Groups of channels that do not mix.</param>
    /// <param name="bias">Whether it has one.</param>
    /// <param name="rank">Of the weight in the state dict, for k = 1: 3 where the authors convolve in one dimension, 2 where they call it
    /// linear.</param>
    public Convolution(
        Weights w,
        int input,
        int output,
        int kernel,
        int stride = 1,
        int? padding = null,
        int groups = 1,
        bool bias = false,
        int rank = 4
    )
    {
        (Stride, Padding, Groups) = (stride, padding ?? kernel / 2, groups);
        var bound = 1 / Math.Sqrt((double)input / groups * kernel * kernel);
        Weight = w.Uniform("weight", [.. ((long[])[output, input / groups, kernel, kernel]).Take(rank)], bound);
        Bias = bias ? w.Uniform("bias", [output], bound, TensorRole.Bias) : null;
    }

    /// <summary>[Cout, Cin/groups, k, k], or the first dimensions of it.</summary>
    public Tensor Weight { get; }

    /// <summary>The weight, [Cout, Cin/groups, k, k].</summary>
    public Tensor Taps => Weight.Rank == 4 ? Weight : Weight.Reshape(Weight.Size(0), Weight.Size(1), 1, 1);

    /// <summary>[Cout], or null.</summary>
    public Tensor? Bias { get; }

    /// <summary>Step between windows.</summary>
    public int Stride { get; }

    /// <summary>Zeros around the input.</summary>
    public int Padding { get; }

    /// <summary>Groups of channels that do not mix.</summary>
    public int Groups { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Layers.Convolution(x, Taps, Bias, Stride, Padding, Groups);
}
