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
    private readonly SeparableConv conv;
    private readonly DeformableAttention attention;
    private readonly Mlp mlp;
    private readonly Tensor[] gammas;
    private readonly TokenLayout layout;

    /// <summary>Asks for <c>gamma1</c>…<c>gamma3</c>, <c>Conv.*</c>, <c>dcn.*</c>, <c>ffn.*</c>.</summary>
    public EncoderLayer(Weights w, SpikingContext context, int channels, int groups, int hidden, TokenLayout layout)
    {
        (place, this.layout) = (w, layout);
        gammas = [.. ((string[])["gamma1", "gamma2", "gamma3"]).Select(name => w.Constant(name, [channels], FirstGamma, TensorRole.Weight))];
        conv = new SeparableConv(w / "Conv", context, channels, kernel: 3);
        attention = new DeformableAttention(w / "dcn", context, channels, groups, layout);
        mlp = new Mlp(w / "ffn", context, channels, hidden);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor q)
    {
        q = q + Gamma(0) * conv.Call(q);
        q = q + Gamma(1) * attention.Call(q);
        return q + Gamma(2) * Tokens.ToLast(mlp.Call(q), layout);
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue q)
    {
        q = g.Add((place / "add1").Path, q, conv.EmitTimes(g, q, gammas[0]));
        q = g.Add((place / "add2").Path, q, attention.EmitTimes(g, q, gammas[1]));
        return g.Add((place / "add3").Path, q, EmitMlp(g, q));
    }

    // In the authors' layout a channel of the last convolution is no channel of the result, so that γ3 stays by itself.
    private GraphValue EmitMlp(GraphBuilder g, GraphValue q)
    {
        if (layout == TokenLayout.Fixed) return mlp.EmitTimes(g, q, gammas[2]);
        var tokens = Tokens.EmitToLast(g, (place / "ffn_tokens").Path, mlp.Emit(g, q), layout);
        var gamma = gammas[2].Detach().ToArray<float>();
        return g.Add((place / "gamma3").Path, new Affine(new WeightTensor([gamma.Length], gamma), new WeightTensor([gamma.Length], new float[gamma.Length])), tokens);
    }

    private Tensor Gamma(int part) => gammas[part].Reshape(1, -1, 1, 1);
}
