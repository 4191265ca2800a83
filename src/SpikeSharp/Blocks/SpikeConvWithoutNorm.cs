using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch;

namespace SpikeSharp.Blocks;

/// <summary>neuron → convolution 1×1 with bias: the last layer of a head branch (SpikeConvWithoutBN).</summary>
public sealed class SpikeConvWithoutNorm : NetworkModule
{
    private readonly Neuron neuron;
    private readonly string name;

    /// <summary>Asks for <c>conv.weight</c> and <c>conv.bias</c>.</summary>
    public SpikeConvWithoutNorm(Weights w, SpikingContext context, int input, int output)
    {
        name = (w / "conv").Path;
        neuron = context.NeuronAt(w / "lif");
        Convolution = new Convolution(w / "conv", input, output, kernel: 1, bias: true);
    }

    /// <summary>The convolution, whose bias the head sets.</summary>
    public Convolution Convolution { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Convolution.Call(neuron.Call(x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => MergedConvolution.Of(Convolution).Behind(neuron).Emit(g, name, neuron.Emit(g, x));
}
