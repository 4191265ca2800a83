using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// Attention of queries to a memory, or to each other: SN(q) (SN(k)ᵀ SN(v)) / √C, SN, projection (docs/spec/spike2former.md 4.3).
/// </summary>
internal sealed class QueryAttention
{
    private readonly SpikeStage _q,
        _k,
        _v,
        _output;
    private readonly Neuron _qSpike,
        _kSpike,
        _vSpike;
    private readonly string _name;
    private readonly int _heads;
    private readonly double _scale;

    /// <summary>Asks for <c>q_conv.*</c>, <c>k_conv.*</c>, <c>v_conv.*</c>, <c>out_conv.*</c>.</summary>
    public QueryAttention(Weights w, SpikingContext context, int channels, int heads)
    {
        _name = (w / "attention").Path;
        (_heads, _scale) = (heads, 1 / Math.Sqrt(channels)); // of the whole width, not of a head
        SpikeStage Stage(string name)
        {
            var stage = SpikeStage.Of(context, w / name, channels, channels, bias: true, rank: 3);
            Initialise.XavierUniform(stage.Convolution.Weight);
            return stage;
        }
        (_q, _k, _v, _output) = (Stage("q_conv"), Stage("k_conv"), Stage("v_conv"), Stage("out_conv"));
        (_qSpike, _kSpike, _vSpike) = (context.NeuronAt(w / "q_spike"), context.NeuronAt(w / "k_spike"), context.NeuronAt(w / "v_spike"));
    }

    /// <summary>[N, C, 1, Q] from queries [N, C, 1, Q], keys and values [N, C, 1, L].</summary>
    public Tensor Forward(Tensor query, Tensor key, Tensor value)
    {
        using var scope = new TensorScope();
        var o = AttentionProduct.Of(_qSpike.Call(_q.Call(query)), _kSpike.Call(_k.Call(key)), _vSpike.Call(_v.Call(value)), _heads, _scale);
        return scope.Keep(_output.Call(o));
    }

    /// <summary>Adds it to a graph.</summary>
    public GraphValue Emit(GraphBuilder g, GraphValue query, GraphValue key, GraphValue value)
    {
        var o = AttentionProduct.Emit(
            g,
            _name,
            _qSpike.Emit(g, _q.Emit(g, query)),
            _kSpike.Emit(g, _k.Emit(g, key)),
            _vSpike.Emit(g, _v.Emit(g, value)),
            _heads,
            _scale,
            _qSpike.Options
        );
        return _output.Emit(g, o);
    }
}
