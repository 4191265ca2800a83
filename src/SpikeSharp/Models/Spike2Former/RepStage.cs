using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// A re-parameterised 3×3 convolution and a second BN after its own (RC of docs/spec/spike2former.md 2.1); it merges into one convolution.
/// </summary>
internal sealed class RepStage : Module
{
    private readonly RepConv _conv;
    private readonly BatchNorm _bn;
    private readonly string _name;

    /// <summary>Asks for <c>0.body.*</c> and <c>1.*</c>.</summary>
    public RepStage(Weights w, SpikingContext context, int channels)
    {
        _name = (w / 0).Path;
        _conv = new RepConv(w / 0, context, channels, channels);
        _bn = context.Norm(w / 1, channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _bn.Call(_conv.Call(x));

    /// <summary>Adds it to a graph as one convolution.</summary>
    /// <param name="g">The graph.</param>
    /// <param name="spikes">What comes in.</param>
    /// <param name="neuron">Whose spikes these are.</param>
    /// <param name="factors">A factor on the results for each channel; null for none.</param>
    public GraphValue Emit(GraphBuilder g, GraphValue spikes, Neuron neuron, Tensor? factors = null) =>
        (factors is null ? Merged : Merged.Times(factors)).Behind(neuron).Emit(g, _name, spikes);

    /// <summary>The one convolution, of what spikes are worth.</summary>
    public MergedConvolution Merged => MergedConvolution.Of(_conv).Then(_bn);
}
