using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>neuron → convolution k×k → BN (MS_StandardConv, SpikeConv; spec/spikeyolo.md 2).</summary>
public sealed class SpikeConv : Module
{
    private readonly Neuron neuron;
    private readonly Convolution conv;
    private readonly BatchNorm bn;

    /// <summary>Asks for <c>conv.weight</c> and <c>bn.*</c>.</summary>
    public SpikeConv(Weights w, SpikingContext context, int input, int output, int kernel, int stride = 1)
    {
        neuron = context.NeuronAt(w);
        conv = new Convolution(w / "conv", input, output, kernel, stride);
        bn = context.Norm(w / "bn", output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => bn.Call(conv.Call(neuron.Call(x)));
}
