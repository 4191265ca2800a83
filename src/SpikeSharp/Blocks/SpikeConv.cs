using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch;

namespace SpikeSharp.Blocks;

/// <summary>neuron → convolution k×k → BN (MS_StandardConv, SpikeConv; spec/spikeyolo.md 2).</summary>
public sealed class SpikeConv : NetworkModule
{
    private readonly Neuron neuron;
    private readonly Convolution conv;
    private readonly BatchNorm bn;
    private readonly string name;

    /// <summary>Asks for <c>conv.weight</c> and <c>bn.*</c>.</summary>
    public SpikeConv(Weights w, SpikingContext context, int input, int output, int kernel, int stride = 1)
    {
        name = (w / "conv").Path;
        neuron = context.NeuronAt(w / "lif");
        conv = new Convolution(w / "conv", input, output, kernel, stride);
        bn = context.Norm(w / "bn", output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => bn.Call(conv.Call(neuron.Call(x)));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => MergedConvolution.Of(conv).Behind(neuron).Then(bn).Emit(g, name, neuron.Emit(g, x));
}
