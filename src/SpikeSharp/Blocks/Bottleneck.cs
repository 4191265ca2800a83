using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>Two 3×3 bricks, with or without a shortcut around them (Ultralytics' Bottleneck inside C2f, e = 1).</summary>
public sealed class Bottleneck : NetworkModule
{
    private readonly Weights place;
    private readonly ConvNormAct cv1, cv2;
    private readonly bool shortcut;

    /// <summary>Asks for <c>cv1.*</c> and <c>cv2.*</c>.</summary>
    public Bottleneck(Weights w, Activation activation, int channels, bool shortcut)
    {
        (place, this.shortcut) = (w, shortcut);
        cv1 = new ConvNormAct(w / "cv1", activation, channels, channels, 3);
        cv2 = new ConvNormAct(w / "cv2", activation, channels, channels, 3);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x) => shortcut ? x + cv2.Call(cv1.Call(x)) : cv2.Call(cv1.Call(x));

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        var y = cv2.Emit(g, cv1.Emit(g, x));
        return shortcut ? g.Add((place / "add").Path, x, y) : y;
    }
}
