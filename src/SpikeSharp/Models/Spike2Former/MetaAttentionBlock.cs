using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>x ← x + attention(x); x ← x + mlp(x) (MS_Block; docs/spec/spike2former.md 2.1).</summary>
internal sealed class MetaAttentionBlock : NetworkModule
{
    private readonly Weights _place;
    private readonly SelfAttention _attention;
    private readonly Mlp _mlp;

    /// <summary>Asks for <c>attn.*</c> and <c>mlp.*</c>.</summary>
    public MetaAttentionBlock(Weights w, SpikingContext context, int channels, int heads, int ratio = 4)
    {
        _place = w;
        _attention = new SelfAttention(w / "attn", context, channels, heads);
        _mlp = new Mlp(w / "mlp", context, channels, ratio * channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = x + _attention.Call(x);
        return x + _mlp.Call(x);
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = g.Add((_place / "add1").Path, x, _attention.Emit(g, x));
        return g.Add((_place / "add2").Path, x, _mlp.Emit(g, x));
    }
}
