using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>x ← x + attention(x); x ← x + mlp(x) (MS_Block; spec/spike2former.md 2.1).</summary>
internal sealed class MetaAttentionBlock : NetworkModule
{
    private readonly Weights place;
    private readonly SelfAttention attention;
    private readonly Mlp mlp;

    /// <summary>Asks for <c>attn.*</c> and <c>mlp.*</c>.</summary>
    public MetaAttentionBlock(Weights w, SpikingContext context, int channels, int heads, int ratio = 4)
    {
        place = w;
        attention = new SelfAttention(w / "attn", context, channels, heads);
        mlp = new Mlp(w / "mlp", context, channels, ratio * channels);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor x)
    {
        x = x + attention.Call(x);
        return x + mlp.Call(x);
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue x)
    {
        x = g.Add((place / "add1").Path, x, attention.Emit(g, x));
        return g.Add((place / "add2").Path, x, mlp.Emit(g, x));
    }
}
