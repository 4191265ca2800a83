using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Models.Fcn;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Models;

public sealed class FcnTests
{
    // stem 9·3·a, stages, residual blocks, laterals, refinements (each with 2 numbers a channel for its normalisation), classifier.
    [Theory]
    [InlineData("n")]
    [InlineData("s")]
    [InlineData("m")]
    public void Parameters_are_those_of_the_table(string name)
    {
        var variant = FcnVariant.All.Single(v => v.Name == name);
        var (w, d) = (variant.Widths, (long)variant.Decoder);
        using var model = new Fcn(new FcnOptions(variant, 11));
        var expected =
            Conv(3, w[0], 3)
            + Enumerable.Range(0, 2).Sum(i => Conv(w[i], w[i + 1], 3) + Conv(w[i + 1], w[i + 1], 3))
            + Conv(w[2], w[3], 3)
            + 4 * Conv(w[3], w[3], 3)
            + w.Skip(1).Sum(c => Conv(c, d, 1))
            + 2 * Conv(d, d, 3)
            + 11 * d
            + 11;
        Assert.Equal(expected, model.Weights.ParameterCount);

        static long Conv(long input, long output, long kernel) => input * output * kernel * kernel + 2 * output;
    }

    [Fact]
    public void Scores_stand_at_a_quarter_and_gradients_reach_every_parameter()
    {
        TorchRuntime.Seed(3);
        using var scope = new TensorScope();
        using var model = Build();
        model.Weights.Training = true;
        var map = Assert.Single(model.Forward(Tensor.Random(2, 3, 48, 64)));
        Assert.Equal([2, 3, 12, 16], map.Shape);
        (map * Tensor.RandomNormal(map.Shape)).Sum().Backward();
        Assert.All(model.Weights.Trained, entry => Assert.True(entry.Tensor.Grad!.CountNonZero().Item() > 0, entry.Name));
        Assert.Throws<ShapeException>(() => model.Forward(Tensor.Random(1, 3, 40, 64)));
    }

    [Fact]
    public void The_graph_gives_the_networks_scores()
    {
        TorchRuntime.Seed(5);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var model = Build();
        var graph = GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b", "c"], 64));
        var image = Tensor.Random(1, 3, 48, 64);
        var found = new ReferenceInterpreter(graph).Run(new InputTensor(3, 48, 64, image.ToArray<float>())).Outputs["raw0"].ToFloats();
        var expected = model.Forward(image)[0].ToArray<float>();
        Assert.Equal(expected.Length, found.Length);
        for (var i = 0; i < found.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-4);
        Assert.Empty(graph.Info.Strides);
    }

    private static Fcn Build() => new(new FcnOptions(FcnVariant.All[0], 3));
}
