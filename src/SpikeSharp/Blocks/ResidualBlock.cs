using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>The basic block of residual networks (He et al. 2016): 3×3 → BN → activation → 3×3 → BN, plus the input, then the activation.
/// Where shape or width change, the input goes through a 1×1 convolution with BN.</summary>
public sealed class ResidualBlock : NetworkModule
{
    private readonly Weights _place;
    private readonly ConvNormAct _cv1,
        _cv2;
    private readonly ConvNormAct? _down;
    private readonly ActivationLayer _act;

    /// <summary>Asks for <c>cv1.*</c>, <c>cv2.*</c> and, where it is needed, <c>down.*</c>.</summary>
    public ResidualBlock(Weights w, Activation activation, int input, int output, int stride = 1)
    {
        _place = w;
        _cv1 = new ConvNormAct(w / "cv1", activation, input, output, 3, stride);
        _cv2 = new ConvNormAct(w / "cv2", activation, output, output, 3, activate: false);
        _down = stride == 1 && input == output ? null : new ConvNormAct(w / "down", activation, input, output, 1, stride, activate: false);
        _act = new ActivationLayer(w / "act", activation);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _act.Call(_cv2.Call(_cv1.Call(x)) + (_down?.Call(x) ?? x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) =>
        _act.Emit(g, g.Add((_place / "add").Path, _cv2.Emit(g, _cv1.Emit(g, x)), _down?.Emit(g, x) ?? x));
}
