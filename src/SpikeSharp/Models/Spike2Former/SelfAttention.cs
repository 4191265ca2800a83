using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Spike-driven self-attention with re-parameterised convolutions: SN(q) (SN(k)ᵀ SN(v)) / √d, SN, projection (spec/spike2former.md 2.1).</summary>
internal sealed class SelfAttention : ScaledModule
{
    private readonly Neuron head, q, k, v, attended;
    private readonly RepStage qConv, kConv, vConv, projection;
    private readonly string name;
    private readonly int heads;
    private readonly double scale;

    /// <summary>Asks for <c>q_conv.*</c>, <c>k_conv.*</c>, <c>v_conv.*</c>, <c>proj_conv.*</c>.</summary>
    public SelfAttention(Weights w, SpikingContext context, int channels, int heads)
    {
        name = (w / "attention").Path;
        (this.heads, scale) = (heads, 1 / Math.Sqrt((double)channels / heads));
        (head, attended) = (context.NeuronAt(w / "head_spike"), context.NeuronAt(w / "attn_spike"));
        (q, k, v) = (context.NeuronAt(w / "q_spike"), context.NeuronAt(w / "k_spike"), context.NeuronAt(w / "v_spike"));
        (qConv, kConv, vConv) = (new RepStage(w / "q_conv", context, channels), new RepStage(w / "k_conv", context, channels), new RepStage(w / "v_conv", context, channels));
        projection = new RepStage(w / "proj_conv", context, channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        var u = head.Call(x);
        var o = AttentionProduct.Of(Tokens.Flat(q.Call(qConv.Call(u))), Tokens.Flat(k.Call(kConv.Call(u))), Tokens.Flat(v.Call(vConv.Call(u))), heads, scale);
        return projection.Call(attended.Call(o.Reshape(x.Shape)));
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x) => projection.Emit(g, EmitAttended(g, x), attended);

    /// <inheritdoc/>
    public override GraphValue EmitTimes(GraphBuilder g, GraphValue x, Tensor factors) => projection.Emit(g, EmitAttended(g, x), attended, factors);

    private GraphValue EmitAttended(GraphBuilder g, GraphValue x)
    {
        var u = head.Emit(g, x);
        return attended.Emit(g, AttentionProduct.Emit(
            g, name, q.Emit(g, qConv.Emit(g, u, head)), k.Emit(g, kConv.Emit(g, u, head)), v.Emit(g, vConv.Emit(g, u, head)), heads, scale, head.Options));
    }
}
