using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>(neuron →) strided convolution with bias → BN (MS_DownSampling). The first layer sees the image and has no neuron.</summary>
public sealed class DownSampling : Module
{
    private readonly Neuron? neuron;
    private readonly Convolution conv;
    private readonly BatchNorm bn;

    /// <summary>Asks for <c>encode_conv.*</c> and <c>encode_bn.*</c>.</summary>
    public DownSampling(Weights w, SpikingContext context, int input, int output, int kernel, int stride, int padding, bool first)
    {
        neuron = first ? null : context.NeuronAt(w);
        conv = new Convolution(w / "encode_conv", input, output, kernel, stride, padding, bias: true);
        bn = context.Norm(w / "encode_bn", output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => bn.Call(conv.Call(neuron?.Call(x) ?? x));
}
