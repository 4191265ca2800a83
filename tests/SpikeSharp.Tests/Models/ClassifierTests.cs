using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Models.Classifiers;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Models;

public sealed class ClassifierTests
{
    public static TheoryData<string> Names => [.. ClassifierVariant.All.Select(v => v.Name)];

    [Theory]
    [InlineData("vgg-s", 288_746)]
    [InlineData("resnet-s", 696_618)]
    public void Parameters_are_those_of_the_table(string name, long parameters)
    {
        using var model = Build(name, 10);
        Assert.Equal(parameters, model.Weights.ParameterCount);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_score_a_class_and_gradients_reach_every_parameter(string name)
    {
        TorchRuntime.Seed(3);
        using var scope = new TensorScope();
        using var model = Build(name, 4);
        model.Weights.Training = true;
        var map = Assert.Single(model.Forward(Tensor.Random(3, 3, 32, 32)));
        Assert.Equal([3, 4, 1, 1], map.Shape);
        (map * Tensor.RandomNormal(map.Shape)).Sum().Backward();
        Assert.All(model.Weights.Trained, entry => Assert.True(entry.Tensor.Grad!.CountNonZero().Item() > 0, entry.Name));
        Assert.Throws<ShapeException>(() => model.Forward(Tensor.Random(1, 3, 30, 32)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_graph_gives_the_networks_scores(string name)
    {
        TorchRuntime.Seed(5);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var model = Build(name, 4);
        var graph = GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b", "c", "d"], 32));
        var image = Tensor.Random(1, 3, 32, 32);
        var found = new ReferenceInterpreter(graph).Run(new InputTensor(3, 32, 32, image.ToArray<float>())).Outputs["raw0"].ToFloats();
        var expected = model.Forward(image)[0].ToArray<float>();
        for (var i = 0; i < found.Length; i++)
            Assert.Equal(expected[i], found[i], 1e-4);
    }

    private static Classifier Build(string name, int classes) =>
        new(new ClassifierOptions(ClassifierVariant.All.Single(v => v.Name == name), classes));
}
