using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// The energy-efficient separable convolution ESC: 1×1, depthwise k×k and 1×1, each behind a neuron and with BN (docs/spec/spike2former.md
/// 3.3).
/// </summary>
internal sealed class SeparableConv : ScaledModule
{
    private readonly SpikeStage _pwconv1,
        _dwconv,
        _pwconv2;

    /// <summary>Asks for <c>pwconv1.*</c>, <c>dwconv.*</c>, <c>pwconv2.*</c>.</summary>
    public SeparableConv(Weights w, SpikingContext context, int channels, int kernel, int expansion = 2)
    {
        var middle = channels * expansion;
        _pwconv1 = SpikeStage.Of(context, w / "pwconv1", channels, middle);
        _dwconv = SpikeStage.Of(context, w / "dwconv", middle, middle, kernel, groups: middle);
        _pwconv2 = SpikeStage.Of(context, w / "pwconv2", middle, channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _pwconv2.Call(_dwconv.Call(_pwconv1.Call(x)));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => _pwconv2.Emit(g, _dwconv.Emit(g, _pwconv1.Emit(g, x)));

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) =>
        _pwconv2.EmitTimes(g, _dwconv.Emit(g, _pwconv1.Emit(g, x)), factors);
}
