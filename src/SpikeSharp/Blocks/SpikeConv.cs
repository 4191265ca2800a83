using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>neuron → convolution k×k → BN (MS_StandardConv, SpikeConv; docs/spec/spikeyolo.md 2).</summary>
public sealed class SpikeConv : NetworkModule
{
    private readonly Neuron _neuron;
    private readonly Convolution _conv;
    private readonly BatchNorm _bn;
    private readonly string _name;

    /// <summary>Asks for <c>conv.weight</c> and <c>bn.*</c>.</summary>
    public SpikeConv(Weights w, SpikingContext context, int input, int output, int kernel, int stride = 1)
    {
        _name = (w / "conv").Path;
        _neuron = context.NeuronAt(w / "lif");
        _conv = new Convolution(w / "conv", input, output, kernel, stride);
        _bn = context.Norm(w / "bn", output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _bn.Call(_conv.Call(_neuron.Call(x)));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) =>
        MergedConvolution.Of(_conv).Behind(_neuron).Then(_bn).Emit(g, _name, _neuron.Emit(g, x));
}
