using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>1×1, split in two halves; bottlenecks one after the other on the second; all of them joined, 1×1 (Ultralytics' C2f).</summary>
public sealed class C2f : NetworkModule
{
    private readonly Weights _place;
    private readonly ConvNormAct _cv1,
        _cv2;
    private readonly Bottleneck[] _bottlenecks;
    private readonly int _half;

    /// <summary>Asks for <c>cv1.*</c> (C1 → C2), <c>cv2.*</c> ((2 + n)·C2/2 → C2) and <c>m.i.*</c>.</summary>
    public C2f(Weights w, Activation activation, int input, int output, int repeats, bool shortcut)
    {
        (_place, _half) = (w, output / 2);
        _cv1 = new ConvNormAct(w / "cv1", activation, input, 2 * _half);
        _cv2 = new ConvNormAct(w / "cv2", activation, (2 + repeats) * _half, output);
        _bottlenecks = [.. Enumerable.Range(0, repeats).Select(i => new Bottleneck(w / "m" / i, activation, _half, shortcut))];
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        List<Tensor> parts = [.. _cv1.Call(x).Split(1, _half, _half)];
        foreach (var bottleneck in _bottlenecks)
            parts.Add(bottleneck.Call(parts[^1]));
        return _cv2.Call(Tensor.Cat([.. parts], 1));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        List<GraphValue> parts = [.. _cv1.EmitSplit(g, x, 2)];
        foreach (var bottleneck in _bottlenecks)
            parts.Add(bottleneck.Emit(g, parts[^1]));
        return _cv2.Emit(g, g.Concat((_place / "concat").Path, [.. parts]));
    }
}
