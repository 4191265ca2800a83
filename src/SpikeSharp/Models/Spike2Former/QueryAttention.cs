using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Attention of queries to a memory, or to each other: SN(q) (SN(k)ᵀ SN(v)) / √C, SN, projection (spec/spike2former.md 4.3).</summary>
internal sealed class QueryAttention
{
    private readonly SpikeStage q, k, v, output;
    private readonly Neuron qSpike, kSpike, vSpike;
    private readonly string name;
    private readonly int heads;
    private readonly double scale;

    /// <summary>Asks for <c>q_conv.*</c>, <c>k_conv.*</c>, <c>v_conv.*</c>, <c>out_conv.*</c>.</summary>
    public QueryAttention(Weights w, SpikingContext context, int channels, int heads)
    {
        name = (w / "attention").Path;
        (this.heads, scale) = (heads, 1 / Math.Sqrt(channels));                     // of the whole width, not of a head
        SpikeStage Stage(string name)
        {
            var stage = SpikeStage.Of(context, w / name, channels, channels, bias: true, rank: 3);
            Initialise.XavierUniform(stage.Convolution.Weight);
            return stage;
        }
        (q, k, v, output) = (Stage("q_conv"), Stage("k_conv"), Stage("v_conv"), Stage("out_conv"));
        (qSpike, kSpike, vSpike) = (context.NeuronAt(w / "q_spike"), context.NeuronAt(w / "k_spike"), context.NeuronAt(w / "v_spike"));
    }

    /// <summary>[N, C, 1, Q] from queries [N, C, 1, Q], keys and values [N, C, 1, L].</summary>
    public Tensor Forward(Tensor query, Tensor key, Tensor value)
    {
        using var scope = new TensorScope();
        var o = AttentionProduct.Of(qSpike.Call(q.Call(query)), kSpike.Call(k.Call(key)), vSpike.Call(v.Call(value)), heads, scale);
        return scope.Keep(output.Call(o));
    }

    /// <summary>Adds it to a graph.</summary>
    public GraphValue Emit(GraphBuilder g, GraphValue query, GraphValue key, GraphValue value)
    {
        var o = AttentionProduct.Emit(
            g, name, qSpike.Emit(g, q.Emit(g, query)), kSpike.Emit(g, k.Emit(g, key)), vSpike.Emit(g, v.Emit(g, value)), heads, scale, qSpike.Options);
        return output.Emit(g, o);
    }
}
