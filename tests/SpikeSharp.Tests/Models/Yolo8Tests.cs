using SpikeSharp.Blocks;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Models.Yolo8;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Models;

public sealed class Yolo8Tests
{
    // Ultralytics prints 3,157,200, 11,166,560 and 25,902,640 for COCO's 80 classes, 3,011,433 for three.
    [Theory]
    [InlineData("n", 80, 3_157_200, 355)]
    [InlineData("s", 80, 11_166_560, 355)]
    [InlineData("m", 80, 25_902_640, 475)]
    [InlineData("n", 3, 3_011_433, 355)]
    public void Parameters_and_state_dict_entries_are_Ultralytics(string scale, int classes, long parameters, int entries)
    {
        using var model = Build(scale, classes);
        Assert.Equal(parameters, model.Weights.ParameterCount);
        Assert.Equal(entries, model.Weights.Entries.Count);
    }

    [Fact]
    public void Names_are_those_of_the_state_dict()
    {
        using var model = Build("n", 80);
        foreach (
            var (name, shape) in ((string, long[])[])
                [
                    ("model.0.conv.weight", [16, 3, 3, 3]),
                    ("model.0.bn.running_var", [16]),
                    ("model.2.cv1.conv.weight", [32, 32, 1, 1]),
                    ("model.4.m.1.cv2.bn.bias", [32]),
                    ("model.9.cv2.conv.weight", [256, 512, 1, 1]),
                    ("model.22.cv2.0.0.conv.weight", [64, 64, 3, 3]),
                    ("model.22.cv3.2.2.bias", [80]),
                    ("model.22.dfl.conv.weight", [1, 16, 1, 1]),
                ]
        )
            Assert.Equal(shape, model.Weights[name].Shape);
    }

    [Fact]
    public void The_heads_biases_start_as_Ultralytics()
    {
        using var model = Build("n", 80);
        foreach (var (level, bias) in ((int, double)[])[(0, -11.5366), (1, -10.1503), (2, -8.7641)])
        {
            Assert.All(model.Weights[$"model.22.cv3.{level}.2.bias"].ToArray<float>(), value => Assert.Equal(bias, value, 1e-3));
            Assert.All(model.Weights[$"model.22.cv2.{level}.2.bias"].ToArray<float>(), value => Assert.Equal(1, value));
        }
    }

    [Theory]
    [InlineData(Activation.ReLU)]
    [InlineData(Activation.SiLU)]
    public void Maps_are_an_eighth_a_sixteenth_and_a_thirty_second_and_gradients_reach_every_parameter(Activation activation)
    {
        TorchRuntime.Seed(3);
        using var scope = new TensorScope();
        using var model = Build("n", 2, activation);
        model.Weights.Training = true;
        var maps = model.Forward(Tensor.Random(2, 3, 64, 96));
        Assert.Equal(
            [
                [2, 66, 8, 12],
                [2, 66, 4, 6],
                [2, 66, 2, 3],
            ],
            maps.Select(map => map.Shape)
        );
        maps.Select(map => (map * Tensor.RandomNormal(map.Shape)).Sum()).Aggregate((a, b) => a + b).Backward();
        Assert.All(model.Weights.Trained, entry => Assert.True(entry.Tensor.Grad!.CountNonZero().Item() > 0, entry.Name));
    }

    [Fact]
    public void A_picture_of_a_side_that_is_no_multiple_of_32_is_refused()
    {
        using var scope = new TensorScope();
        using var model = Build("n", 2);
        Assert.Throws<ShapeException>(() => model.Forward(Tensor.Random(1, 3, 64, 65)));
        Assert.Throws<ArgumentOutOfRangeException>(() => Build("n", 0));
    }

    [Fact]
    public void The_graph_gives_the_networks_maps()
    {
        TorchRuntime.Seed(5);
        using var scope = new TensorScope();
        using var off = GradMode.Off();
        using var model = Build("n", 2);
        var graph = GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b"], 64));
        var image = Tensor.Random(1, 3, 64, 64);
        var run = new ReferenceInterpreter(graph).Run(new InputTensor(3, 64, 64, image.ToArray<float>()));
        var maps = model.Forward(image);
        for (var level = 0; level < maps.Length; level++)
        {
            var (expected, found) = (maps[level].ToArray<float>(), run.Outputs[$"raw{level}"].ToFloats());
            Assert.Equal(expected.Length, found.Length);
            for (var i = 0; i < found.Length; i++)
                Assert.Equal(expected[i], found[i], 1e-4); // float32 against float64
        }
        Assert.Equal("yolov8n", graph.Info.Name);
        Assert.Equal(SpikeDetect.Strides, graph.Info.Strides);
    }

    [Fact]
    public void A_description_tells_name_and_activation()
    {
        var description = new ModelDescription(new Yolo8Options(Yolo8Variant.All[1], 2, Activation.ReLU), ["a", "b"], 320);
        var read = ModelDescription.FromJson(description.ToJson(), "x");
        Assert.Equal(description.Options, read.Options);
        Assert.Equal((320, "yolov8s"), (read.ImageSize, read.Options.Name));
        Assert.Throws<CheckpointException>(() =>
            ModelDescription.FromJson(description.ToJson().Replace("relu", "tanh", StringComparison.Ordinal), "x")
        );
        Assert.Throws<CheckpointException>(() =>
            ModelDescription.FromJson(description.ToJson().Replace("relu", "7", StringComparison.Ordinal), "x")
        );
    }

    private static Yolo8 Build(string scale, int classes, Activation activation = Activation.ReLU) =>
        new(new Yolo8Options(Yolo8Variant.All.Single(v => v.Name == scale), classes, activation));
}
