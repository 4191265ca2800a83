using SpikeSharp.Graph;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Blocks;

/// <summary>Convolution k×k without bias → BN → activation, if any: the brick of ordinary networks (Ultralytics' Conv).</summary>
public sealed class ConvNormAct : NetworkModule
{
    private readonly Weights _place;
    private readonly Convolution _conv;
    private readonly BatchNorm _bn;
    private readonly ActivationLayer? _act;

    /// <summary>Asks for <c>conv.weight</c> and <c>bn.*</c>.</summary>
    public ConvNormAct(Weights w, Activation activation, int input, int output, int kernel = 1, int stride = 1, bool activate = true)
    {
        _place = w;
        _conv = new Convolution(w / "conv", input, output, kernel, stride);
        _bn = new BatchNorm(w / "bn", output, eps: 1e-3, momentum: 0.03);
        _act = activate ? new ActivationLayer(w / "act", activation) : null;
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = _bn.Call(_conv.Call(x));
        return _act?.Call(x) ?? x;
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = MergedConvolution.Of(_conv).Then(_bn).Emit(g, (_place / "conv").Path, x);
        return _act?.Emit(g, x) ?? x;
    }

    /// <summary>
    /// Adds it to a graph as several convolutions of the same input, each giving an equal share of the channels: a split without an
    /// operation for it.
    /// </summary>
    public GraphValue[] EmitSplit(GraphBuilder g, GraphValue x, int parts)
    {
        var whole = MergedConvolution.Of(_conv).Then(_bn);
        return
        [
            .. Enumerable
                .Range(0, parts)
                .Select(i =>
                {
                    var part = whole.Part(i, parts).Emit(g, (_place / "conv" / i).Path, x);
                    return _act?.EmitPart(g, part, i) ?? part;
                }),
        ];
    }
}
