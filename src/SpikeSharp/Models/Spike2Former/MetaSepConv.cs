using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// bn2(pwconv2(dwconv(SN(bn1(pwconv1(SN(x))))))) with a 7×7 depthwise convolution, and neither neuron nor normalisation behind it, so that
/// the last two convolutions merge into one (docs/spec/spike2former.md 2.1).
/// </summary>
internal sealed class MetaSepConv : NetworkModule
{
    private readonly SpikeStage _pwconv1;
    private readonly Neuron _spike2;
    private readonly Convolution _dwconv,
        _pwconv2;
    private readonly BatchNorm _bn2;
    private readonly string _name;

    /// <summary>Asks for <c>pwconv1</c>, <c>bn1</c>, <c>dwconv</c>, <c>pwconv2</c>, <c>bn2</c>.</summary>
    public MetaSepConv(Weights w, SpikingContext context, int channels, int kernel = 7, int expansion = 2)
    {
        _name = (w / "dwconv").Path;
        var middle = channels * expansion;
        _pwconv1 = new SpikeStage(
            w / "pwconv1",
            context.NeuronAt(w / "spike1"),
            new Convolution(w / "pwconv1", channels, middle, 1),
            context.Norm(w / "bn1", middle)
        );
        _spike2 = context.NeuronAt(w / "spike2");
        _dwconv = new Convolution(w / "dwconv", middle, middle, kernel, groups: middle);
        _pwconv2 = new Convolution(w / "pwconv2", middle, channels, 1);
        _bn2 = context.Norm(w / "bn2", channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _bn2.Call(_pwconv2.Call(_dwconv.Call(_spike2.Call(_pwconv1.Call(x)))));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) =>
        Merged.Behind(_spike2).Emit(g, _name, _spike2.Emit(g, _pwconv1.Emit(g, x)));

    /// <summary>The last two convolutions and the normalisation as one convolution, of what spikes are worth.</summary>
    public MergedConvolution Merged => MergedConvolution.Of(_dwconv, _pwconv2).Then(_bn2);
}
