using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>neuron → convolution 1×1 with bias: the last layer of a head branch (SpikeConvWithoutBN).</summary>
public sealed class SpikeConvWithoutNorm : NetworkModule
{
    private readonly Neuron _neuron;
    private readonly string _name;

    /// <summary>Asks for <c>conv.weight</c> and <c>conv.bias</c>.</summary>
    public SpikeConvWithoutNorm(Weights w, SpikingContext context, int input, int output)
    {
        _name = (w / "conv").Path;
        _neuron = context.NeuronAt(w / "lif");
        Convolution = new Convolution(w / "conv", input, output, kernel: 1, bias: true);
    }

    /// <summary>The convolution, whose bias the head sets.</summary>
    public Convolution Convolution { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => Convolution.Call(_neuron.Call(x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) =>
        MergedConvolution.Of(Convolution).Behind(_neuron).Emit(g, _name, _neuron.Emit(g, x));
}
