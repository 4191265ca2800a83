using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>(neuron →) strided convolution with bias → BN (MS_DownSampling). The first layer sees the image and has no neuron.</summary>
public sealed class DownSampling : NetworkModule
{
    private readonly Neuron? _neuron;
    private readonly Convolution _conv;
    private readonly BatchNorm _bn;
    private readonly string _name;

    /// <summary>Asks for <c>encode_conv.*</c> and <c>encode_bn.*</c>.</summary>
    public DownSampling(Weights w, SpikingContext context, int input, int output, int kernel, int stride, int padding, bool first)
    {
        _name = (w / "encode_conv").Path;
        _neuron = first ? null : context.NeuronAt(w / "encode_lif");
        _conv = new Convolution(w / "encode_conv", input, output, kernel, stride, padding, bias: true);
        _bn = context.Norm(w / "encode_bn", output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _bn.Call(_conv.Call(_neuron?.Call(x) ?? x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) =>
        MergedConvolution.Of(_conv).Behind(_neuron).Then(_bn).Emit(g, _name, _neuron?.Emit(g, x) ?? x);
}
