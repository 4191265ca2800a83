using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch;

namespace SpikeSharp.Blocks;

/// <summary>
/// SNN-Block-1 for high resolutions: U' = U + SepConv(U); U'' = U' + Conv(SN(Conv(SN(U')))) with standard 3×3 convolutions
/// (SpikeYOLO, Eq. 2, 3, 5; MS_AllConvBlock).
/// </summary>
public sealed class SnnBlock1 : NetworkModule
{
    private readonly Weights place;
    private readonly SepConv sepConv;
    private readonly SpikeConv conv1, conv2;

    /// <summary>Asks for <c>Conv.*</c>, <c>conv1.*</c>, <c>conv2.*</c>.</summary>
    public SnnBlock1(Weights w, SpikingContext context, int channels, int ratio, int sepKernel = 7)
    {
        place = w;
        sepConv = new SepConv(w / "Conv", context, channels, sepKernel);
        conv1 = new SpikeConv(w / "conv1", context, channels, channels * ratio, 3);
        conv2 = new SpikeConv(w / "conv2", context, channels * ratio, channels, 3);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = x + sepConv.Call(x);
        return x + conv2.Call(conv1.Call(x));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = g.Add((place / "add1").Path, x, sepConv.Emit(g, x));
        return g.Add((place / "add2").Path, x, conv2.Emit(g, conv1.Emit(g, x)));
    }
}
