using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests;

public sealed class BatchNormFoldingTests
{
    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/conv_bn.plain")]
    [InlineData("spicalib/conv_bn.stride2_nobias")]
    [InlineData("spicalib/conv_bn.k1")]
    [InlineData("spicalib/conv_bn.dilated")]
    [InlineData("spicalib/conv_bn.grouped")]
    [InlineData("spicalib/conv_bn.depthwise")]
    public void Merged_convolution_agrees(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var name = id["spicalib/conv_bn.".Length..];
        var convolution = new Convolution(
            GoldenNetwork.Weight(golden, $"{name}.weight"),
            golden.Has($"{name}.bias") ? GoldenNetwork.Weight(golden, $"{name}.bias") : null,
            golden.Int("stride"),
            golden.Int("pad"),
            golden.Int("groups")
        )
        {
            Dilation = golden.Int("dilation"),
        };
        var norm = GoldenNetwork.BatchNorm(
            golden.Floats($"{name}.bn_weight"),
            golden.Floats($"{name}.bn_bias"),
            golden.Floats($"{name}.bn_mean"),
            golden.Floats($"{name}.bn_var"),
            golden.Double("eps")
        );
        var images = GoldenNetwork.Images(golden, $"{name}.x");
        var builder = new GraphBuilder(new GraphInfo("conv_bn", 1, images[0].Height));
        builder.Output("y", builder.Add("bn", norm, builder.Add("conv", convolution, builder.Input(images[0].Channels))));
        var folded = BatchNormFolding.Apply(builder.Build());

        var merged = Assert.IsType<Convolution>(folded.Node("bn").Operation);
        Assert.Equal(2, folded.Nodes.Count);
        golden.Compare(golden.Role("merged_weight"), merged.Weight.Values, "merged_weight");
        golden.Compare(golden.Role("merged_bias"), merged.Bias!.Values, "merged_bias");
        var interpreter = new ReferenceInterpreter(folded);
        golden.Compare(
            golden.Role("y"),
            images.SelectMany(image => interpreter.Run(image).Outputs["y"].ToFloats()).ToArray().AsSpan(),
            "y"
        );
    }

    [Fact]
    public void A_convolution_that_somebody_else_reads_keeps_its_own_result()
    {
        var builder = new GraphBuilder(new GraphInfo("shared", 1, 4));
        var convolution = builder.Convolution("conv", builder.Input(1), new WeightTensor([1, 1, 1, 1], [2f]));
        var norm = builder.Add("bn", new Affine(new WeightTensor([1], [3f]), new WeightTensor([1], [1f])), convolution);
        builder.Output("y", builder.Add("sum", convolution, norm));
        var folded = BatchNormFolding.Apply(builder.Build());
        Assert.IsType<Affine>(folded.Node("bn").Operation);
        Assert.Equal(2f, ((Convolution)folded.Node("conv").Operation).Weight.Values[0]);
    }

    [Fact]
    public void Two_affine_steps_behind_a_convolution_both_go_into_it()
    {
        var builder = new GraphBuilder(new GraphInfo("twice", 1, 2));
        var x = builder.Convolution("conv", builder.Input(1), new WeightTensor([1, 1, 1, 1], [2f]));
        x = builder.Add("a", new Affine(new WeightTensor([1], [3f]), new WeightTensor([1], [1f])), x);
        builder.Output("y", builder.Add("b", new Affine(new WeightTensor([1], [5f]), new WeightTensor([1], [7f])), x));
        var merged = Assert.IsType<Convolution>(BatchNormFolding.Apply(builder.Build()).Node("b").Operation);
        Assert.Equal(30f, merged.Weight.Values[0]);
        Assert.Equal(12f, merged.Bias!.Values[0]);
    }
}
