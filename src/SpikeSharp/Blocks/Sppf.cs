using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>Spatial pyramid pooling: 1×1, three k×k max pools in a row, all joined, 1×1 (Ultralytics' SPPF).</summary>
public sealed class Sppf : NetworkModule
{
    private readonly Weights _place;
    private readonly ConvNormAct _cv1,
        _cv2;
    private readonly int _kernel;

    /// <summary>Asks for <c>cv1.*</c> (C1 → C1/2) and <c>cv2.*</c> (2·C1 → C2).</summary>
    public Sppf(Weights w, Activation activation, int input, int output, int kernel = 5)
    {
        (_place, _kernel) = (w, kernel);
        _cv1 = new ConvNormAct(w / "cv1", activation, input, input / 2);
        _cv2 = new ConvNormAct(w / "cv2", activation, input / 2 * 4, output);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var parts = new Tensor[4];
        parts[0] = _cv1.Call(x);
        for (var i = 1; i < parts.Length; i++)
            parts[i] = Layers.MaxPool(parts[i - 1], _kernel, 1, _kernel / 2);
        return _cv2.Call(Tensor.Cat(parts, 1));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        var parts = new GraphValue[4];
        parts[0] = _cv1.Emit(g, x);
        for (var i = 1; i < parts.Length; i++)
            parts[i] = g.MaxPool((_place / $"pool{i}").Path, parts[i - 1], _kernel, 1, _kernel / 2);
        return _cv2.Emit(g, g.Concat((_place / "concat").Path, parts));
    }
}
