using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch;

namespace SpikeSharp.Blocks;

/// <summary>(neuron →) strided convolution with bias → BN (MS_DownSampling). The first layer sees the image and has no neuron.</summary>
public sealed class DownSampling : NetworkModule
{
    private readonly Neuron? neuron;
    private readonly Convolution conv;
    private readonly BatchNorm bn;
    private readonly string name;

    /// <summary>Asks for <c>encode_conv.*</c> and <c>encode_bn.*</c>.</summary>
    public DownSampling(Weights w, SpikingContext context, int input, int output, int kernel, int stride, int padding, bool first)
    {
        name = (w / "encode_conv").Path;
        neuron = first ? null : context.NeuronAt(w / "encode_lif");
        conv = new Convolution(w / "encode_conv", input, output, kernel, stride, padding, bias: true);
        bn = context.Norm(w / "encode_bn", output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => bn.Call(conv.Call(neuron?.Call(x) ?? x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => MergedConvolution.Of(conv).Behind(neuron).Then(bn).Emit(g, name, neuron?.Emit(g, x) ?? x);
}
