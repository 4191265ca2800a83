using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>
/// BN, then a border of what BN would give for a zero input, q = bias − mean · weight / √(var + eps) of the running statistics after
/// this batch, so that merging is exact at the border (BNAndPadLayer; docs/spec/spikeyolo.md 2.2). No gradient flows through the border.
/// </summary>
public sealed class NormAndPad : Module
{
    private readonly int _border;

    /// <summary>Asks for <c>bn.*</c>.</summary>
    public NormAndPad(Weights w, SpikingContext context, int channels, int border)
    {
        _border = border;
        Norm = context.Norm(w / "bn", channels);
    }

    /// <summary>The normalisation.</summary>
    public BatchNorm Norm { get; }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var y = Layers.Pad(Norm.Call(x), _border);
        using (GradMode.Off())
            FillBorder(y); // unrecorded: padding's backward only cuts the border off
        return y;
    }

    private void FillBorder(Tensor y)
    {
        var q = (Norm.Bias - Norm.RunningMean * Norm.Weight * (Norm.RunningVariance + Norm.Eps).ReciprocalSqrt()).Reshape(1, -1, 1, 1);
        foreach (var dimension in (ReadOnlySpan<int>)[2, 3])
        {
            y.Narrow(dimension, 0, _border).CopyFrom(q);
            y.Narrow(dimension, y.Size(dimension) - _border, _border).CopyFrom(q);
        }
    }
}
