using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// SepConv(U) = dw2(pw2(SN(dw1(SN(pw1(SN(U))))))) with expansion 2 and a 7×7 depthwise convolution (SpikeYOLO, Eq. 4;
/// docs/spec/spikeyolo.md 2.1).
/// </summary>
public sealed class SepConv : NetworkModule
{
    private readonly Neuron _lif1,
        _lif2,
        _lif3;
    private readonly Convolution _pwconv1,
        _dwconv2;
    private readonly SepRepConv _pwconv3;
    private readonly BatchNorm _bn1,
        _bn2,
        _bn3;
    private readonly Weights _place;

    /// <summary>Asks for <c>pwconv1</c>, <c>dwconv2</c>, <c>pwconv3.body</c>, <c>bn1</c>, <c>bn2</c>, <c>bn3</c>.</summary>
    public SepConv(Weights w, SpikingContext context, int channels, int kernel = 7, int expansion = 2)
    {
        _place = w;
        var middle = channels * expansion;
        (_lif1, _lif2, _lif3) = (context.NeuronAt(w / "lif1"), context.NeuronAt(w / "lif2"), context.NeuronAt(w / "lif3"));
        _pwconv1 = new Convolution(w / "pwconv1", channels, middle, 1);
        _dwconv2 = new Convolution(w / "dwconv2", middle, middle, kernel, groups: middle);
        _pwconv3 = new SepRepConv(w / "pwconv3", context, middle, channels);
        _bn1 = context.Norm(w / "bn1", middle);
        _bn2 = context.Norm(w / "bn2", middle);
        _bn3 = context.Norm(w / "bn3", channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = _bn1.Call(_pwconv1.Call(_lif1.Call(x))); // C → 2C
        x = _bn2.Call(_dwconv2.Call(_lif2.Call(x))); // 2C, 7×7
        return _bn3.Call(_pwconv3.Call(_lif3.Call(x))); // 2C → C
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = MergedConvolution.Of(_pwconv1).Behind(_lif1).Then(_bn1).Emit(g, (_place / "pwconv1").Path, _lif1.Emit(g, x));
        x = MergedConvolution.Of(_dwconv2).Behind(_lif2).Then(_bn2).Emit(g, (_place / "dwconv2").Path, _lif2.Emit(g, x));
        return MergedConvolution.Of(_pwconv3).Behind(_lif3).Then(_bn3).Emit(g, (_place / "pwconv3").Path, _lif3.Emit(g, x));
    }
}
