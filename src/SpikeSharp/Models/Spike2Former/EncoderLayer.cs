using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>q ← q + γ1·ESC(q); q ← q + γ2·deformable attention(q); q ← q + γ3·mlp(q), γ by channel (spec/spike2former.md 3.2).</summary>
internal sealed class EncoderLayer : NetworkModule
{
    private const double FirstGamma = 1e-6;

    private readonly Weights place;
    private readonly SeparableConv? conv;
    private readonly ScaledModule attention;
    private readonly Mlp mlp;
    private readonly Tensor? gamma1;
    private readonly Tensor gamma2, gamma3;
    private readonly TokenLayout layout;

    /// <summary>Asks for <c>gamma1</c>…<c>gamma3</c>, <c>Conv.*</c>, <c>dcn.*</c>, <c>ffn.*</c>; where they are ablated <c>attn.*</c> in place of <c>dcn.*</c>, and no <c>Conv.*</c>.</summary>
    public EncoderLayer(Weights w, SpikingContext context, int channels, int groups, int hidden, TokenLayout layout, int heads = 1, Ablation ablation = Ablation.None)
    {
        (place, this.layout) = (w, layout);
        Tensor Gamma(string name) => w.Constant(name, [channels], FirstGamma, TensorRole.Weight);
        if (!ablation.HasFlag(Ablation.NoEsc)) (gamma1, conv) = (Gamma("gamma1"), new SeparableConv(w / "Conv", context, channels, kernel: 3));
        (gamma2, gamma3) = (Gamma("gamma2"), Gamma("gamma3"));
        attention = ablation.HasFlag(Ablation.AttentionEncoder)
            ? new SelfAttention(w / "attn", context, channels, heads)
            : new DeformableAttention(w / "dcn", context, channels, groups, layout, ablation: ablation);
        mlp = new Mlp(w / "ffn", context, channels, hidden);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor q)
    {
        if (conv is not null) q = q + ByChannel(gamma1!) * conv.Call(q);
        q = q + ByChannel(gamma2) * attention.Call(q);
        return q + ByChannel(gamma3) * Tokens.ToLast(mlp.Call(q), layout);
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue q)
    {
        if (conv is not null) q = g.Add((place / "add1").Path, q, conv.EmitTimes(g, q, gamma1!));
        q = g.Add((place / "add2").Path, q, attention.EmitTimes(g, q, gamma2));
        return g.Add((place / "add3").Path, q, EmitMlp(g, q));
    }

    // In the authors' layout a channel of the last convolution is no channel of the result, so that γ3 stays by itself.
    private GraphValue EmitMlp(GraphBuilder g, GraphValue q)
    {
        if (layout == TokenLayout.Fixed) return mlp.EmitTimes(g, q, gamma3);
        var tokens = Tokens.EmitToLast(g, (place / "ffn_tokens").Path, mlp.Emit(g, q), layout);
        var gamma = gamma3.Detach().ToArray<float>();
        return g.Add((place / "gamma3").Path, new Affine(new WeightTensor([gamma.Length], gamma), new WeightTensor([gamma.Length], new float[gamma.Length])), tokens);
    }

    private static Tensor ByChannel(Tensor gamma) => gamma.Reshape(1, -1, 1, 1);
}
