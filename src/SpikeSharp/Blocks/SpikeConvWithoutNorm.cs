using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>neuron → convolution 1×1 with bias: the last layer of a head branch (SpikeConvWithoutBN).</summary>
public sealed class SpikeConvWithoutNorm : Module
{
    private readonly Neuron neuron;

    /// <summary>Asks for <c>conv.weight</c> and <c>conv.bias</c>.</summary>
    public SpikeConvWithoutNorm(Weights w, SpikingContext context, int input, int output)
    {
        neuron = context.NeuronAt(w);
        Convolution = new Convolution(w / "conv", input, output, kernel: 1, bias: true);
    }

    /// <summary>The convolution, whose bias the head sets.</summary>
    public Convolution Convolution { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Convolution.Call(neuron.Call(x));
}
