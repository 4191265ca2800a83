using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>SN → 1×1 → BN → SN → 1×1 → BN, position by position.</summary>
internal sealed class Mlp : ScaledModule
{
    private readonly SpikeStage _fc1,
        _fc2;

    /// <summary>Asks for <c>fc1_conv.*</c>, <c>fc1_bn.*</c>, <c>fc2_conv.*</c>, <c>fc2_bn.*</c>.</summary>
    public Mlp(Weights w, SpikingContext context, int channels, int hidden)
    {
        _fc1 = new SpikeStage(
            w / "fc1_conv",
            context.NeuronAt(w / "fc1_spike"),
            new Convolution(w / "fc1_conv", channels, hidden, 1, bias: true, rank: 3),
            context.Norm(w / "fc1_bn", hidden)
        );
        _fc2 = new SpikeStage(
            w / "fc2_conv",
            context.NeuronAt(w / "fc2_spike"),
            new Convolution(w / "fc2_conv", hidden, channels, 1, bias: true, rank: 3),
            context.Norm(w / "fc2_bn", channels)
        );
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _fc2.Call(_fc1.Call(x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => _fc2.Emit(g, _fc1.Emit(g, x));

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) => _fc2.EmitTimes(g, _fc1.Emit(g, x), factors);
}
