using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch;

namespace SpikeSharp.Blocks;

/// <summary>
/// SepConv(U) = dw2(pw2(SN(dw1(SN(pw1(SN(U))))))) with expansion 2 and a 7×7 depthwise convolution (SpikeYOLO, Eq. 4;
/// spec/spikeyolo.md 2.1).
/// </summary>
public sealed class SepConv : NetworkModule
{
    private readonly Neuron lif1, lif2, lif3;
    private readonly Convolution pwconv1, dwconv2;
    private readonly SepRepConv pwconv3;
    private readonly BatchNorm bn1, bn2, bn3;
    private readonly Weights place;

    /// <summary>Asks for <c>pwconv1</c>, <c>dwconv2</c>, <c>pwconv3.body</c>, <c>bn1</c>, <c>bn2</c>, <c>bn3</c>.</summary>
    public SepConv(Weights w, SpikingContext context, int channels, int kernel = 7, int expansion = 2)
    {
        place = w;
        var middle = channels * expansion;
        (lif1, lif2, lif3) = (context.NeuronAt(w / "lif1"), context.NeuronAt(w / "lif2"), context.NeuronAt(w / "lif3"));
        pwconv1 = new Convolution(w / "pwconv1", channels, middle, 1);
        dwconv2 = new Convolution(w / "dwconv2", middle, middle, kernel, groups: middle);
        pwconv3 = new SepRepConv(w / "pwconv3", context, middle, channels);
        bn1 = context.Norm(w / "bn1", middle);
        bn2 = context.Norm(w / "bn2", middle);
        bn3 = context.Norm(w / "bn3", channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = bn1.Call(pwconv1.Call(lif1.Call(x)));       // C → 2C
        x = bn2.Call(dwconv2.Call(lif2.Call(x)));       // 2C, 7×7
        return bn3.Call(pwconv3.Call(lif3.Call(x)));    // 2C → C
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = MergedConvolution.Of(pwconv1).Behind(lif1).Then(bn1).Emit(g, (place / "pwconv1").Path, lif1.Emit(g, x));
        x = MergedConvolution.Of(dwconv2).Behind(lif2).Then(bn2).Emit(g, (place / "dwconv2").Path, lif2.Emit(g, x));
        return MergedConvolution.Of(pwconv3).Behind(lif3).Then(bn3).Emit(g, (place / "pwconv3").Path, lif3.Emit(g, x));
    }
}
