using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch.Modules;
using SpikeSharp.Torch;

namespace SpikeSharp.Blocks;

/// <summary>
/// SNN-Block-2 for low resolutions: U' = U + SepConv(U); U'' = U' + RepConv(SN(RepConv(SN(U')))), each RepConv followed by a second BN
/// (SpikeYOLO, Eq. 2, 3, 6; MS_ConvBlock).
/// </summary>
public sealed class SnnBlock2 : NetworkModule
{
    private readonly Weights place;
    private readonly SepConv sepConv;
    private readonly Neuron neuron1, neuron2;
    private readonly RepConv conv1, conv2;
    private readonly BatchNorm bn1, bn2;

    /// <summary>Asks for <c>Conv.*</c>, <c>conv1.body.*</c>, <c>bn1.*</c>, <c>conv2.body.*</c>, <c>bn2.*</c>.</summary>
    public SnnBlock2(Weights w, SpikingContext context, int channels, int ratio, int sepKernel = 7)
    {
        place = w;
        sepConv = new SepConv(w / "Conv", context, channels, sepKernel);
        neuron1 = context.NeuronAt(w / "lif1");
        conv1 = new RepConv(w / "conv1", context, channels, channels * ratio);
        bn1 = context.Norm(w / "bn1", channels * ratio);
        neuron2 = context.NeuronAt(w / "lif2");
        conv2 = new RepConv(w / "conv2", context, channels * ratio, channels);
        bn2 = context.Norm(w / "bn2", channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = x + sepConv.Call(x);
        var y = bn1.Call(conv1.Call(neuron1.Call(x)));  // C → rC
        return x + bn2.Call(conv2.Call(neuron2.Call(y)));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = g.Add((place / "add1").Path, x, sepConv.Emit(g, x));
        var y = MergedConvolution.Of(conv1).Behind(neuron1).Then(bn1).Emit(g, (place / "conv1").Path, neuron1.Emit(g, x));
        return g.Add((place / "add2").Path, x, MergedConvolution.Of(conv2).Behind(neuron2).Then(bn2).Emit(g, (place / "conv2").Path, neuron2.Emit(g, y)));
    }
}
