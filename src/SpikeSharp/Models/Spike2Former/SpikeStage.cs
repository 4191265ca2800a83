using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>neuron → convolution → BN: the brick of Spike2Former.</summary>
internal sealed class SpikeStage : Module
{
    private readonly Neuron? neuron;
    private readonly BatchNorm bn;

    /// <param name="neuron">The neuron; null where the input is spikes already.</param>
    /// <param name="convolution">The convolution.</param>
    /// <param name="bn">The normalisation.</param>
    public SpikeStage(Neuron? neuron, Convolution convolution, BatchNorm bn) => (this.neuron, Convolution, this.bn) = (neuron, convolution, bn);

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
    public static SpikeStage Of(SpikingContext context, Weights w, int input, int output, int kernel = 1, int groups = 1, bool bias = false, int rank = 4, bool ofSpikes = false) =>
        new(ofSpikes ? null : context.NeuronAt(w / "spike"), new Convolution(w / 0, input, output, kernel, groups: groups, bias: bias, rank: rank), context.Norm(w / 1, output));

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => bn.Call(Convolution.Call(neuron?.Call(x) ?? x));
}
