using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// SNN-Block-2 for low resolutions: U' = U + SepConv(U); U'' = U' + RepConv(SN(RepConv(SN(U')))), each RepConv followed by a second BN
/// (SpikeYOLO, Eq. 2, 3, 6; MS_ConvBlock).
/// </summary>
public sealed class SnnBlock2 : NetworkModule
{
    private readonly Weights _place;
    private readonly SepConv _sepConv;
    private readonly Neuron _neuron1,
        _neuron2;
    private readonly RepConv _conv1,
        _conv2;
    private readonly BatchNorm _bn1,
        _bn2;

    /// <summary>Asks for <c>Conv.*</c>, <c>conv1.body.*</c>, <c>bn1.*</c>, <c>conv2.body.*</c>, <c>bn2.*</c>.</summary>
    public SnnBlock2(Weights w, SpikingContext context, int channels, int ratio, int sepKernel = 7)
    {
        _place = w;
        _sepConv = new SepConv(w / "Conv", context, channels, sepKernel);
        _neuron1 = context.NeuronAt(w / "lif1");
        _conv1 = new RepConv(w / "conv1", context, channels, channels * ratio);
        _bn1 = context.Norm(w / "bn1", channels * ratio);
        _neuron2 = context.NeuronAt(w / "lif2");
        _conv2 = new RepConv(w / "conv2", context, channels * ratio, channels);
        _bn2 = context.Norm(w / "bn2", channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = x + _sepConv.Call(x);
        var y = _bn1.Call(_conv1.Call(_neuron1.Call(x))); // C → rC
        return x + _bn2.Call(_conv2.Call(_neuron2.Call(y)));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = g.Add((_place / "add1").Path, x, _sepConv.Emit(g, x));
        var y = MergedConvolution.Of(_conv1).Behind(_neuron1).Then(_bn1).Emit(g, (_place / "conv1").Path, _neuron1.Emit(g, x));
        return g.Add(
            (_place / "add2").Path,
            x,
            MergedConvolution.Of(_conv2).Behind(_neuron2).Then(_bn2).Emit(g, (_place / "conv2").Path, _neuron2.Emit(g, y))
        );
    }
}
