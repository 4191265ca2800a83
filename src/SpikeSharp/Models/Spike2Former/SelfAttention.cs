using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Spike-driven self-attention with re-parameterised convolutions: SN(q) (SN(k)ᵀ SN(v)) / √d, SN, projection (docs/spec/spike2former.md
/// 2.1).
/// </summary>
internal sealed class SelfAttention : ScaledModule
{
    private readonly Neuron _head,
        _q,
        _k,
        _v,
        _attended;
    private readonly RepStage _qConv,
        _kConv,
        _vConv,
        _projection;
    private readonly string _name;
    private readonly int _heads;
    private readonly double _scale;

    /// <summary>Asks for <c>q_conv.*</c>, <c>k_conv.*</c>, <c>v_conv.*</c>, <c>proj_conv.*</c>.</summary>
    public SelfAttention(Weights w, SpikingContext context, int channels, int heads)
    {
        _name = (w / "attention").Path;
        (_heads, _scale) = (heads, 1 / Math.Sqrt((double)channels / heads));
        (_head, _attended) = (context.NeuronAt(w / "head_spike"), context.NeuronAt(w / "attn_spike"));
        (_q, _k, _v) = (context.NeuronAt(w / "q_spike"), context.NeuronAt(w / "k_spike"), context.NeuronAt(w / "v_spike"));
        (_qConv, _kConv, _vConv) = (
            new RepStage(w / "q_conv", context, channels),
            new RepStage(w / "k_conv", context, channels),
            new RepStage(w / "v_conv", context, channels)
        );
        _projection = new RepStage(w / "proj_conv", context, channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var u = _head.Call(x);
        var o = AttentionProduct.Of(
            Tokens.Flat(_q.Call(_qConv.Call(u))),
            Tokens.Flat(_k.Call(_kConv.Call(u))),
            Tokens.Flat(_v.Call(_vConv.Call(u))),
            _heads,
            _scale
        );
        return _projection.Call(_attended.Call(o.Reshape(x.Shape)));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => _projection.Emit(g, EmitAttended(g, x), _attended);

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) =>
        _projection.Emit(g, EmitAttended(g, x), _attended, factors);

    private GraphValue EmitAttended(GraphBuilder g, GraphValue x)
    {
        var u = _head.Emit(g, x);
        return _attended.Emit(
            g,
            AttentionProduct.Emit(
                g,
                _name,
                _q.Emit(g, _qConv.Emit(g, u, _head)),
                _k.Emit(g, _kConv.Emit(g, u, _head)),
                _v.Emit(g, _vConv.Emit(g, u, _head)),
                _heads,
                _scale,
                _head.Options
            )
        );
    }
}
