using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// x ← x + SepConv(x); x ← x + conv2(SN(conv1(SN(x)))) with standard 3×3 convolutions, each with BN (MS_ConvBlock;
/// docs/spec/spike2former.md 2.1).
/// </summary>
internal sealed class MetaConvBlock : NetworkModule
{
    private readonly Weights _place;
    private readonly MetaSepConv _sepConv;
    private readonly SpikeStage _conv1,
        _conv2;

    /// <summary>Asks for <c>Conv.*</c>, <c>conv1</c>, <c>bn1</c>, <c>conv2</c>, <c>bn2</c>.</summary>
    public MetaConvBlock(Weights w, SpikingContext context, int channels, int ratio = 4)
    {
        _place = w;
        _sepConv = new MetaSepConv(w / "Conv", context, channels);
        _conv1 = new SpikeStage(
            w / "conv1",
            context.NeuronAt(w / "spike1"),
            new Convolution(w / "conv1", channels, ratio * channels, 3),
            context.Norm(w / "bn1", ratio * channels)
        );
        _conv2 = new SpikeStage(
            w / "conv2",
            context.NeuronAt(w / "spike2"),
            new Convolution(w / "conv2", ratio * channels, channels, 3),
            context.Norm(w / "bn2", channels)
        );
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = x + _sepConv.Call(x);
        return x + _conv2.Call(_conv1.Call(x));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = g.Add((_place / "add1").Path, x, _sepConv.Emit(g, x));
        return g.Add((_place / "add2").Path, x, _conv2.Emit(g, _conv1.Emit(g, x)));
    }
}
