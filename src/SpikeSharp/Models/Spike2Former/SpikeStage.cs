using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>neuron → convolution → BN: the brick of Spike2Former.</summary>
internal sealed class SpikeStage : ScaledModule
{
    private readonly Neuron _neuron;
    private readonly BatchNorm _bn;
    private readonly string _name;
    private readonly bool _ofSpikes;

    /// <param name="place">Names the convolution in a graph.</param>
    /// <param name="neuron">The neuron.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="bn">The normalisation.</param>
    /// <param name="ofSpikes">Whether the input is what such a neuron gave already.</param>
    public SpikeStage(Weights place, Neuron neuron, Convolution convolution, BatchNorm bn, bool ofSpikes = false) =>
        (_name, _neuron, Convolution, _bn, _ofSpikes) = (place.Path, neuron, convolution, bn, ofSpikes);

    /// <summary>The convolution.</summary>
    public Convolution Convolution { get; }

    /// <summary>A stage whose convolution and normalisation are 0 and 1 of a sequence.</summary>
    /// <param name="context">The network's neurons.</param>
    /// <param name="w">The place of the sequence.</param>
    /// <param name="input">Channels that come in.</param>
    /// <param name="output">Channels that go out.</param>
    /// <param name="kernel">Kernel size.</param>
    /// <param name="groups">Groups of channels.</param>
    /// <param name="bias">Whether the convolution has one.</param>
    /// <param name="rank">Of its weight in the state dict.</param>
    /// <param name="ofSpikes">Whether the input is spikes already, so that no neuron is wanted.</param>
    public static SpikeStage Of(
        SpikingContext context,
        Weights w,
        int input,
        int output,
        int kernel = 1,
        int groups = 1,
        bool bias = false,
        int rank = 4,
        bool ofSpikes = false
    ) =>
        new(
            w / 0,
            context.NeuronAt(w / "spike"),
            new Convolution(w / 0, input, output, kernel, groups: groups, bias: bias, rank: rank),
            context.Norm(w / 1, output),
            ofSpikes
        );

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _bn.Call(Convolution.Call(_ofSpikes ? x : _neuron.Call(x)));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => Merged().Emit(g, _name, _ofSpikes ? x : _neuron.Emit(g, x));

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) =>
        Merged().Times(factors).Emit(g, _name, _ofSpikes ? x : _neuron.Emit(g, x));

    private MergedConvolution Merged() => MergedConvolution.Of(Convolution).Behind(_neuron).Then(_bn);
}
