using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>The energy-efficient separable convolution ESC: 1×1, depthwise k×k and 1×1, each behind a neuron and with BN (spec/spike2former.md 3.3).</summary>
internal sealed class SeparableConv : ScaledModule
{
    private readonly SpikeStage pwconv1, dwconv, pwconv2;

    /// <summary>Asks for <c>pwconv1.*</c>, <c>dwconv.*</c>, <c>pwconv2.*</c>.</summary>
    public SeparableConv(Weights w, SpikingContext context, int channels, int kernel, int expansion = 2)
    {
        var middle = channels * expansion;
        pwconv1 = SpikeStage.Of(context, w / "pwconv1", channels, middle);
        dwconv = SpikeStage.Of(context, w / "dwconv", middle, middle, kernel, groups: middle);
        pwconv2 = SpikeStage.Of(context, w / "pwconv2", middle, channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => pwconv2.Call(dwconv.Call(pwconv1.Call(x)));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => pwconv2.Emit(g, dwconv.Emit(g, pwconv1.Emit(g, x)));

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) => pwconv2.EmitTimes(g, dwconv.Emit(g, pwconv1.Emit(g, x)), factors);
}
