using SpikeSharp.Blocks;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Blocks;

public sealed class MergedConvolutionTests
{
    private static readonly Dictionary<string, Func<Weights, SpikingContext, NetworkModule>> Blocks = new()
    {
        ["first"] = (w, c) => new DownSampling(w, c, 6, 8, 7, 4, 2, first: true),
        ["downsampling"] = (w, c) => new DownSampling(w, c, 6, 8, 3, 2, 1, first: false),
        ["conv1"] = (w, c) => new SpikeConv(w, c, 6, 9, 1),
        ["conv3s2"] = (w, c) => new SpikeConv(w, c, 6, 9, 3, 2),
        ["conv without bn"] = (w, c) => new SpikeConvWithoutNorm(w, c, 6, 5),
        ["sepconv"] = (w, c) => new SepConv(w, c, 6),
        ["block1"] = (w, c) => new SnnBlock1(w, c, 6, 4),
        ["block2 r3"] = (w, c) => new SnnBlock2(w, c, 6, 3),
        ["block2 r1"] = (w, c) => new SnnBlock2(w, c, 6, 1),
        ["sppf"] = (w, c) => new SpikeSppf(w, c, 6, 7),
    };

    public static TheoryData<string, ulong> Cases()
    {
        var cases = new TheoryData<string, ulong>();
        foreach (var block in Blocks.Keys)
            for (var seed = 1UL; seed <= 4; seed++)
                cases.Add(block, seed);
        return cases;
    }

    /// <summary>
    /// ReLU in place of the neuron keeps the block continuous, so that merged and unmerged can be compared number by number; on odd sizes,
    /// where the border is a large part of the picture.
    /// </summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Merged_equals_unmerged_on_random_statistics_borders_included(string block, ulong seed)
    {
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        TorchRuntime.Seed(seed);
        using var all = new StateDict();
        var module = Blocks[block](all.Root / "b", new SpikingContext(new NeuronOptions(NeuronKind.Relu), 1e-3, 0.03));
        Randomise(all);
        var (height, width) = (7 + (int)seed, 5 + (int)seed);
        var x = Tensor.RandomNormal(1, 6, height, width);

        var g = new GraphBuilder(new GraphInfo("block", 1, 32));
        g.Output("y", module.Emit(g, g.Input(6)));
        var merged = new ReferenceInterpreter(g.Build()).Run(new InputTensor(6, height, width, x.ToArray<float>())).Outputs["y"].ToFloats();

        var unmerged = module.Call(x).ToArray<float>();
        var scale = unmerged.Max(MathF.Abs);
        Assert.Equal(unmerged.Length, merged.Length);
        for (var i = 0; i < merged.Length; i++)
            Assert.True(
                Math.Abs(merged[i] - unmerged[i]) <= 1e-4 * scale,
                $"{block}[{i}]: {merged[i]} merged, {unmerged[i]} unmerged, scale {scale}"
            );
    }

    internal static void Randomise(StateDict all)
    {
        using var off = GradMode.Off();
        foreach (var (name, tensor, _) in all.Entries)
        {
            if (name.EndsWith("running_var", StringComparison.Ordinal))
                tensor.UniformInPlace(0.5, 2);
            else if (name.EndsWith("running_mean", StringComparison.Ordinal))
                tensor.UniformInPlace(-0.5, 0.5);
            else if (tensor.Rank == 1)
                tensor.UniformInPlace(-1, 1.5);
        }
    }
}
