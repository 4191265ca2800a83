using SpikeSharp.Blocks;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class BlockGoldenTests
{
    private static readonly Dictionary<string, Func<GoldenCase, Weights, SpikingContext, Module>> Blocks = new()
    {
        ["block_downsampling_first"] = DownSampling,
        ["block_downsampling"] = DownSampling,
        ["block_standardconv_k1"] = Standard,
        ["block_standardconv_k3"] = Standard,
        ["block_standardconv_k3s2"] = Standard,
        ["block_spikeconv"] = Standard,
        ["block_spikeconv_withoutbn"] = (g, w, c) => new SpikeConvWithoutNorm(w, c, g.Int("c1"), g.Int("c2")),
        ["block_bnandpad"] = (g, w, c) => new NormAndPad(w, c, g.Int("num_features"), g.Int("pad_pixels")),
        ["block_repconv"] = (g, w, c) => new RepConv(w, c, g.Int("in_channel"), g.Int("out_channel"), g.Int("kernel_size")),
        ["block_seprepconv"] = (g, w, c) => new SepRepConv(w, c, g.Int("in_channel"), g.Int("out_channel"), g.Int("kernel_size")),
        ["block_sepconv_k7"] = (g, w, c) => new SepConv(w, c, g.Int("dim"), g.Int("kernel_size"), g.Int("expansion_ratio")),
        ["block_allconvblock"] = (g, w, c) => new SnnBlock1(w, c, g.Int("input_dim"), g.Int("mlp_ratio"), g.Int("sep_kernel_size")),
        ["block_convblock_r3"] = (g, w, c) => new SnnBlock2(w, c, g.Int("input_dim"), g.Int("mlp_ratio"), g.Int("sep_kernel_size")),
        ["block_convblock_r1"] = (g, w, c) => new SnnBlock2(w, c, g.Int("input_dim"), g.Int("mlp_ratio"), g.Int("sep_kernel_size")),
        ["block_sppf"] = (g, w, c) => new SpikeSppf(w, c, g.Int("c1"), g.Int("c2"), g.Int("k")),
    };

    public static TheoryData<string> Cases() => [.. Blocks.Keys];

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Blocks_compute_and_learn_as_the_authors(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        foreach (var mode in new[] { "train", "eval" })
            Run(golden, Blocks[id], mode);
    }

    private static void Run(GoldenCase golden, Func<GoldenCase, Weights, SpikingContext, Module> block, string mode)
    {
        using var scope = new TensorScope();
        using var all = new StateDict { Training = mode == "train" };
        var steps = golden.Shape("x") is { Length: 5 } shape ? shape[0] : 1;
        var neuron = new NeuronOptions(NeuronKind.ILif, steps, golden.Int("D"), (float)golden.Double("decay"));
        var context = new SpikingContext(neuron, golden.Double("bn_eps"), golden.Double("bn_momentum"));
        var module = block(golden, all.Root, context);
        Assert.True(all.Load(golden.State()).IsExact, "the names of the state dict differ");

        var x = golden.Merged("x");
        x.RequiresGrad = true;
        var y = module.Call(x);
        y.Backward(golden.Merged("grad_out"));

        foreach (var name in golden.Names(golden.Under(mode)))
        {
            var parts = name.Split('/', 3);
            golden.Compare(
                name,
                parts[1] switch
                {
                    "y" => y,
                    "grad_x" => x.Grad!,
                    "grad" => all[parts[2]].Grad!,
                    "buffers_after" => all[parts[2]],
                    _ => throw new InvalidOperationException($"nothing is known of {name}"),
                }
            );
        }
    }

    private static DownSampling DownSampling(GoldenCase g, Weights w, SpikingContext c) =>
        new(
            w,
            c,
            g.Int("in_channels"),
            g.Int("embed_dims"),
            g.Int("kernel_size"),
            g.Int("stride"),
            g.Int("padding"),
            g.Bool("first_layer")
        );

    private static SpikeConv Standard(GoldenCase g, Weights w, SpikingContext c) =>
        new(w, c, g.Int("c1"), g.Int("c2"), g.Int("k"), g.Int("s"));
}
