using SpikeSharp.Blocks;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;
using Form = SpikeSharp.Tests.Golden.Spike2Former.GoldenModule.Form;

namespace SpikeSharp.Tests.Golden.Spike2Former;

[Trait("Category", "Golden")]
public sealed class BlockGoldenTests
{
    private static readonly Dictionary<string, (Form Form, Func<GoldenCase, Weights, SpikingContext, TokenLayout, Module> Build)> Blocks =
        new()
        {
            ["downsample_first"] = (Form.Images, DownSampling),
            ["downsample"] = (Form.Images, DownSampling),
            ["sepconv"] = (Form.Images, (g, w, c, _) => new MetaSepConv(w, c, Channels(g, 1), g.Int("kernel"), g.Int("expansion"))),
            ["conv_block"] = (Form.Images, (g, w, c, _) => new MetaConvBlock(w, c, Channels(g, 1), g.Int("mlp_ratio"))),
            ["repconv_bn"] = (Form.Images, (g, w, c, _) => new RepStage(w, c, Channels(g, 1))),
            ["sdsa"] = (Form.Images, (g, w, c, _) => new SelfAttention(w, c, Channels(g, 1), g.Int("heads"))),
            ["mlp"] = (Form.Images, (g, w, c, _) => new Mlp(w, c, Channels(g, 1), g.Int("mlp_ratio") * Channels(g, 1))),
            ["attention_block"] = (Form.Images, (g, w, c, _) =>
                new MetaAttentionBlock(w, c, Channels(g, 1), g.Int("heads"), g.Int("mlp_ratio"))
            ),
            ["esc"] = (Form.ChannelsLast, (g, w, c, _) => new SeparableConv(w, c, Channels(g, 3), g.Int("kernel"), g.Int("expansion"))),
            ["dcn"] = (Form.ChannelsLast, (g, w, c, layout) =>
                new DeformableAttention(w, c, Channels(g, 3), g.Int("group"), layout, g.Int("dw_kernel"))
            ),
            ["encoder_ffn"] = (Form.ChannelsLast, (g, w, c, layout) => new Laid(new Mlp(w, c, Channels(g, 3), g.Int("hidden")), layout)),
            ["encoder_layer"] = (Form.ChannelsLast, (g, w, c, layout) =>
                new EncoderLayer(w, c, Channels(g, 3), g.Int("group"), g.Int("ffn"), layout)
            ),
            ["decoder_ffn"] = (Form.Sequences, (g, w, c, layout) => new QueryFfn(w, c, Channels(g, 2), g.Int("hidden"), layout)),
        };

    public static TheoryData<string> Cases() => [.. Blocks.Keys.Select(name => "spike2former/" + name)];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Blocks_compute_and_learn_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        var (form, build) = Blocks[id["spike2former/".Length..]];
        GoldenModule.Check(golden, form, ["x"], (w, context) =>
            build(golden, w, context, TokenLayout.Authors) is var module ? x => module.Call(x[0]) : null!
        );
        if (!golden.Has("out.eval_fixed"))
            return;
        GoldenModule.CheckOutput(golden, "out.eval_fixed", form, ["x"], (w, context) =>
            build(golden, w, context, TokenLayout.Fixed) is var module ? x => module.Call(x[0]) : null!
        );
    }

    [SkippableTheory]
    [InlineData("spike2former/attention")]
    public void Query_attention_computes_and_learns_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        GoldenModule.Check(golden, Form.Sequences, ["q", "k", "v"], (w, context) =>
        {
            var attention = new QueryAttention(w, context, Channels(golden, 2, "q"), golden.Int("heads"));
            return x => attention.Forward(x[0], x[1], x[2]);
        });
    }

    [SkippableTheory]
    [InlineData("spike2former/decoder_layer")]
    public void A_decoder_layer_computes_and_learns_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        string[] inputs = ["query", "query_pos", "memory", "key_pos"];
        Func<Tensor[], Tensor> Build(Weights w, SpikingContext context, TokenLayout layout)
        {
            var layer = new DecoderLayer(w, context, Channels(golden, 2, "query"), golden.Int("heads"), golden.Int("ffn"), layout);
            return x => layer.Forward(x[0], x[1], x[2], x[3]);
        }
        GoldenModule.Check(golden, Form.Sequences, inputs, (w, context) => Build(w, context, TokenLayout.Authors));
        GoldenModule.CheckOutput(golden, "out.eval_fixed", Form.Sequences, inputs, (w, context) => Build(w, context, TokenLayout.Fixed));
    }

    [SkippableTheory]
    [InlineData("spike2former/deform_k3")]
    [InlineData("spike2former/deform_k3_oob")]
    [InlineData("spike2former/deform_k5")]
    public void Deformable_sampling_and_its_gradients_are_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        string[] names = ["value", "offset", "mask"];
        var inputs = names.Select(name => golden.Tensor("in." + name)).ToArray();
        foreach (var input in inputs)
            input.RequiresGrad = true;
        var x = inputs.Select(Form.ChannelsLast.To).ToArray();
        var y = Form.ChannelsLast.From(DeformableSampling.Of(x[0], x[1], x[2], golden.Int("group"), golden.Int("kernel")));
        golden.Compare("out.y", y, "forward");
        y.Backward(golden.Tensor("in.grad_out"));
        foreach (var (name, input) in names.Zip(inputs))
            golden.Compare("grad." + name, input.Grad!, "grad");
    }

    [SkippableTheory]
    [InlineData("spike2former/sine_5x7")]
    [InlineData("spike2former/sine_1x3")]
    public void Positions_are_encoded_as_the_authors_do(string id)
    {
        using var golden = GoldenCase.Open(id);
        using var scope = new TensorScope();
        var (half, h, w) = (golden.Int("num_feats"), golden.Int("h"), golden.Int("w"));
        golden.Compare("out.pos", SineEncoding.Of(half, h, w).Reshape(2 * half, h, w));
    }

    private static DownSampling DownSampling(GoldenCase g, Weights w, SpikingContext c, TokenLayout layout) =>
        new(w, c, Channels(g, 1), g.Shape("in.grad_out")[1], g.Int("kernel"), g.Int("stride"), g.Int("padding"), g.Bool("first"));

    private static int Channels(GoldenCase g, int dimension, string input = "x") => g.Shape("in." + input)[dimension];

    // The encoder turns what its feed-forward part gives.
    private sealed class Laid(Module module, TokenLayout layout) : Module
    {
        protected override Tensor Forward(Tensor x) => Tokens.ToLast(module.Call(x), layout);
    }
}
