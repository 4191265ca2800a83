using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// SNN-Block-1 for high resolutions: U' = U + SepConv(U); U'' = U' + Conv(SN(Conv(SN(U')))) with standard 3×3 convolutions
/// (SpikeYOLO, Eq. 2, 3, 5; MS_AllConvBlock).
/// </summary>
public sealed class SnnBlock1 : NetworkModule
{
    private readonly Weights _place;
    private readonly SepConv _sepConv;
    private readonly SpikeConv _conv1,
        _conv2;

    /// <summary>Asks for <c>Conv.*</c>, <c>conv1.*</c>, <c>conv2.*</c>.</summary>
    public SnnBlock1(Weights w, SpikingContext context, int channels, int ratio, int sepKernel = 7)
    {
        _place = w;
        _sepConv = new SepConv(w / "Conv", context, channels, sepKernel);
        _conv1 = new SpikeConv(w / "conv1", context, channels, channels * ratio, 3);
        _conv2 = new SpikeConv(w / "conv2", context, channels * ratio, channels, 3);
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
