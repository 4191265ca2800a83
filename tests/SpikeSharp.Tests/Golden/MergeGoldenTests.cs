using SpikeSharp.Blocks;
using SpikeSharp.Neurons;
using SpikeSharp.Testing;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Functional;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Golden;

[Trait("Category", "Golden")]
public sealed class MergeGoldenTests
{
    [SkippableTheory]
    [InlineData("merge_rep_k3")]
    [InlineData("merge_rep_k5")]
    [InlineData("merge_seprep_k3")]
    public void Merged_convolutions_are_the_branches_borders_included(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var all = new StateDict();
        var (input, output, kernel) = (golden.Int("in"), golden.Int("out"), golden.Int("kernel"));
        var context = new SpikingContext(new NeuronOptions(), golden.Double("bn_eps"), bnMomentum: 0.03);
        var rep = all.Root / "rep";
        Module branch = id.StartsWith("merge_rep", StringComparison.Ordinal)
            ? new RepConv(rep, context, input, output, kernel)
            : new SepRepConv(rep, context, input, output, kernel);
        var outer = context.Norm(all.Root / "outer", output);
        Assert.True(all.Load(golden.State()).IsExact, "the names of the state dict differ");

        var merged = branch is RepConv r ? MergedConvolution.Of(r) : MergedConvolution.Of((SepRepConv)branch);
        var withOuter = merged.Then(outer);
        golden.Compare(golden.Name("merged_weight"), merged.Weight);
        golden.Compare(golden.Name("merged_bias"), merged.Bias);
        golden.Compare(golden.Name("merged_outer_weight"), withOuter.Weight);
        golden.Compare(golden.Name("merged_outer_bias"), withOuter.Bias);

        var x = golden.Tensor(golden.Name("x"));
        golden.Compare(golden.Name("y_branch"), branch.Call(x));
        golden.Compare(golden.Name("y_branch"), Run(merged, x));
        golden.Compare(golden.Name("y_branch_outer_bn"), outer.Call(branch.Call(x)));
        golden.Compare(golden.Name("y_branch_outer_bn"), Run(withOuter, x));
    }

    private static Tensor Run(MergedConvolution c, Tensor x) =>
        Layers.Convolution(x.To(DType.Float64), c.Weight, c.Bias, c.Stride, c.Padding, c.Groups);
}
