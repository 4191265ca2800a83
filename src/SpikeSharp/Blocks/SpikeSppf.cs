using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// Spatial pyramid pooling: three k×k max pools in a row, joined. They act on membrane inputs, before the neuron of cv2
/// (SpikeSPPF; docs/spec/spikeyolo.md 2, 4.3).
/// </summary>
public sealed class SpikeSppf : NetworkModule
{
    private readonly SpikeConv _cv1,
        _cv2;
    private readonly int _kernel;
    private readonly Weights _place;

    /// <summary>Asks for <c>cv1.*</c> (C1 → C1/2) and <c>cv2.*</c> (2·C1 → C2).</summary>
    public SpikeSppf(Weights w, SpikingContext context, int input, int output, int kernel = 5)
    {
        (_kernel, _place) = (kernel, w);
        _cv1 = new SpikeConv(w / "cv1", context, input, input / 2, 1);
        _cv2 = new SpikeConv(w / "cv2", context, input / 2 * 4, output, 1);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var a = _cv1.Call(x);
        var p1 = Layers.MaxPool(a, _kernel, 1, _kernel / 2);
        var p2 = Layers.MaxPool(p1, _kernel, 1, _kernel / 2);
        var p3 = Layers.MaxPool(p2, _kernel, 1, _kernel / 2);
        return _cv2.Call(Tensor.Cat([a, p1, p2, p3], 1));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        var a = _cv1.Emit(g, x);
        var p1 = g.MaxPool((_place / "pool1").Path, a, _kernel, 1, _kernel / 2);
        var p2 = g.MaxPool((_place / "pool2").Path, p1, _kernel, 1, _kernel / 2);
        var p3 = g.MaxPool((_place / "pool3").Path, p2, _kernel, 1, _kernel / 2);
        return _cv2.Emit(g, g.Concat((_place / "concat").Path, a, p1, p2, p3));
    }
}
