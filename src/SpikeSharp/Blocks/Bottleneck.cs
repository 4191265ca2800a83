using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>Two 3×3 bricks, with or without a shortcut around them (Ultralytics' Bottleneck inside C2f, e = 1).</summary>
public sealed class Bottleneck : NetworkModule
{
    private readonly Weights _place;
    private readonly ConvNormAct _cv1,
        _cv2;
    private readonly bool _shortcut;

    /// <summary>Asks for <c>cv1.*</c> and <c>cv2.*</c>.</summary>
    public Bottleneck(Weights w, Activation activation, int channels, bool shortcut)
    {
        (_place, _shortcut) = (w, shortcut);
        _cv1 = new ConvNormAct(w / "cv1", activation, channels, channels, 3);
        _cv2 = new ConvNormAct(w / "cv2", activation, channels, channels, 3);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => _shortcut ? x + _cv2.Call(_cv1.Call(x)) : _cv2.Call(_cv1.Call(x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        var y = _cv2.Emit(g, _cv1.Emit(g, x));
        return _shortcut ? g.Add((_place / "add").Path, x, y) : y;
    }
}
