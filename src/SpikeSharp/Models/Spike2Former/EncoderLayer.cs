using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// q ← q + γ1·ESC(q); q ← q + γ2·deformable attention(q); q ← q + γ3·mlp(q), γ by channel (docs/spec/spike2former.md 3.2).
/// </summary>
internal sealed class EncoderLayer : NetworkModule
{
    private const double FirstGamma = 1e-6;

    private readonly Weights _place;
    private readonly SeparableConv? _conv;
    private readonly ScaledModule _attention;
    private readonly Mlp _mlp;
    private readonly Tensor? _gamma1;
    private readonly Tensor _gamma2,
        _gamma3;
    private readonly TokenLayout _layout;

    /// <summary>
    /// Asks for <c>gamma1</c>…<c>gamma3</c>, <c>Conv.*</c>, <c>dcn.*</c>, <c>ffn.*</c>; where they are ablated <c>attn.*</c> in place of
    /// <c>dcn.*</c>, and no <c>Conv.*</c>.
    /// </summary>
    public EncoderLayer(
        Weights w,
        SpikingContext context,
        int channels,
        int groups,
        int hidden,
        TokenLayout layout,
        int heads = 1,
        Ablation ablation = Ablation.None
    )
    {
        (_place, _layout) = (w, layout);
        Tensor Gamma(string name) => w.Constant(name, [channels], FirstGamma, TensorRole.Weight);
        if (!ablation.HasFlag(Ablation.NoEsc))
            (_gamma1, _conv) = (Gamma("gamma1"), new SeparableConv(w / "Conv", context, channels, kernel: 3));
        (_gamma2, _gamma3) = (Gamma("gamma2"), Gamma("gamma3"));
        _attention = ablation.HasFlag(Ablation.AttentionEncoder)
            ? new SelfAttention(w / "attn", context, channels, heads)
            : new DeformableAttention(w / "dcn", context, channels, groups, layout, ablation: ablation);
        _mlp = new Mlp(w / "ffn", context, channels, hidden);
    }

    /// <inheritdoc/>
    protected override Tensor Forward(Tensor q)
    {
        if (_conv is not null)
            q = q + ByChannel(_gamma1!) * _conv.Call(q);
        q = q + ByChannel(_gamma2) * _attention.Call(q);
        return q + ByChannel(_gamma3) * Tokens.ToLast(_mlp.Call(q), _layout);
    }

    /// <inheritdoc/>
    public override GraphValue Emit(GraphBuilder g, GraphValue q)
    {
        if (_conv is not null)
            q = g.Add((_place / "add1").Path, q, _conv.EmitTimes(g, q, _gamma1!));
        q = g.Add((_place / "add2").Path, q, _attention.EmitTimes(g, q, _gamma2));
        return g.Add((_place / "add3").Path, q, EmitMlp(g, q));
    }

    // In the authors' layout a channel of the last convolution is no channel of the result, so that γ3 stays by itself.
    private GraphValue EmitMlp(GraphBuilder g, GraphValue q)
    {
        if (_layout == TokenLayout.Fixed)
            return _mlp.EmitTimes(g, q, _gamma3);
        var tokens = Tokens.EmitToLast(g, (_place / "ffn_tokens").Path, _mlp.Emit(g, q), _layout);
        var gamma = _gamma3.Detach().ToArray<float>();
        return g.Add(
            (_place / "gamma3").Path,
            new Affine(new WeightTensor([gamma.Length], gamma), new WeightTensor([gamma.Length], new float[gamma.Length])),
            tokens
        );
    }

    private static Tensor ByChannel(Tensor gamma) => gamma.Reshape(1, -1, 1, 1);
}
