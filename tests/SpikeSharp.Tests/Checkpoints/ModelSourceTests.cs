using SpikeSharp.Blocks;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Data;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Models;
using SpikeSharp.Models.Spike2Former;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Models.Yolo8;
using SpikeSharp.Neurons;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Tests.Checkpoints;

public sealed class ModelSourceTests : IDisposable
{
    private static readonly NetworkRequest Narrow = new()
    {
        Depth = 0.33,
        Width = 0.0625,
        Classes = 2,
        ImageSize = 64,
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("spikeyolo-n", 0.375, 1)]
    [InlineData("SpikeYOLO-M", 0.625, 2)]
    public void A_name_has_its_size_and_the_usual_neuron(string name, double width, int ratio)
    {
        var source = ModelSource.Open(name);
        Assert.Equal(width, ((SpikeYoloOptions)source.Description!.Options).Variant.Width);
        Assert.Equal(ratio, ((SpikeYoloOptions)source.Description.Options).Variant.LastRatio);
        Assert.Equal(new NeuronOptions(NeuronKind.ILif, 1, 4, 0.25f), ((SpikeYoloOptions)source.Description.Options).Neuron);
        Assert.Equal(80, source.Description.Names.Count);
        Assert.False(source.IsTrained);
    }

    [Fact]
    public void What_is_said_beside_a_name_is_done()
    {
        var source = ModelSource.Open(
            "spikeyolo",
            Narrow with
            {
                Names = ["a", "b"],
                TimeSteps = 3,
                MaxSpikes = 8,
                Decay = 0.5f,
                Neuron = NeuronKind.Lif,
                MaxChannels = 512,
                LastRatio = 2,
            }
        );
        var (variant, classes, neuron) = (SpikeYoloOptions)source.Description!.Options;
        Assert.Equal(
            ("custom", 0.33, 0.0625, 512, 2),
            (variant.Name, variant.Depth, variant.Width, variant.MaxChannels, variant.LastRatio)
        );
        Assert.Equal(new NeuronOptions(NeuronKind.Lif, 3, 8, 0.5f), neuron);
        Assert.Equal(2, classes);
        Assert.Equal(["a", "b"], source.Description.Names);
        Assert.Equal(64, source.Description.ImageSize);
    }

    [Fact]
    public void A_YAML_file_describes_a_network_and_what_is_said_wins()
    {
        var source = ModelSource.Open(
            File("net.yaml", "scale: n\nnames: {1: dog, 0: cat}\nT: 2\nD: 8\nneuron: LIF\ndecay: 0.5\nimgsz: 320\n"),
            new() { TimeSteps = 4 }
        );
        Assert.Equal(new NeuronOptions(NeuronKind.Lif, 4, 8, 0.5f), ((SpikeYoloOptions)source.Description!.Options).Neuron);
        Assert.Equal(["cat", "dog"], source.Description.Names);
        Assert.Equal(("n", 320), (((SpikeYoloOptions)source.Description.Options).Variant.Name, source.Description.ImageSize));
    }

    [Theory]
    [InlineData("backbone: []", "'backbone' is no key")]
    [InlineData("scale: n\nT: two", "'T:' must be a whole number")]
    [InlineData("scale: n\nneuron: sigmoid", "ilif, nilif, lif, relu")]
    [InlineData("scale: n\nneuron: 1", "ilif, nilif, lif, relu")]
    [InlineData("scale: n\nnc: 3\nnames: [a, b]", "disagrees")]
    [InlineData("- n", "map")]
    public void A_YAML_file_that_says_what_cannot_be_is_refused_with_its_name(string text, string expected)
    {
        var path = File("bad.yaml", text);
        var error = Assert.Throws<DataException>(() => ModelSource.Open(path));
        Assert.StartsWith(path, error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("scale: n\nT: 0")]
    [InlineData("scale: n\nD: 256")]
    [InlineData("scale: n\nimgsz: 8")]
    [InlineData("depth_multiple: 0.3\nwidth_multiple: 5")]
    public void A_number_out_of_range_is_refused(string text) =>
        Assert.Throws<CheckpointException>(() => ModelSource.Open(File("far.yaml", text)));

    [Fact]
    public void A_name_that_contradicts_what_is_said_is_refused()
    {
        Refused("fixes depth_multiple", "spikeyolo-s", new() { Depth = 0.5 });
        Refused("needs depth_multiple and width_multiple", "spikeyolo", new() { Depth = 0.5 });
        Refused("leaves no channel", "spikeyolo", new() { Depth = 0.33, Width = 0.001 });
        Refused("billion weights", "spikeyolo", new() { Depth = 4, Width = 4 });
        Refused("nc is 3", "spikeyolo-s", new() { Classes = 3, Names = ["a", "b"] });
    }

    [Fact]
    public void What_is_neither_a_name_nor_a_network_is_refused()
    {
        Assert.Contains(
            "spikeyolo-s",
            Assert.Throws<FileNotFoundException>(() => ModelSource.Open("spikeyolo-x")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "absent.pt",
            Assert.Throws<FileNotFoundException>(() => ModelSource.Open("absent.pt")).Message,
            StringComparison.Ordinal
        );
        Assert.Contains("folder", Assert.Throws<FileNotFoundException>(() => ModelSource.Open(_folder)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "neither",
            Assert.Throws<CheckpointException>(() => ModelSource.Open(File("notes.txt", "nothing of the kind"))).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<SafetensorsException>(() => ModelSource.Open(File("torn.safetensors", "nothing of the kind")));
        var weights = Path.Combine(_folder, "weights.safetensors");
        SafetensorsWriter.Write(weights, [TensorSource.Of<float>("a", new float[1], 1)]);
        Assert.Contains("--weights", Assert.Throws<CheckpointException>(() => ModelSource.Open(weights)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_and_its_graph_know_themselves()
    {
        var (checkpoint, graph) = Trained();
        var network = ModelSource.Open(
            checkpoint,
            new()
            {
                Classes = 2,
                TimeSteps = 1,
                MaxSpikes = 4,
                Decay = 0.25f,
                Depth = 0.33,
                Names = ["x"],
            }
        );
        Assert.True(network.IsTrained);
        using (var detector = network.Detector())
            Assert.IsType<ModelDetector>(detector);
        var compiled = ModelSource.Open(graph, new() { Classes = 2 });
        Assert.Equal(network.Description!.ToJson(), compiled.Description!.ToJson());
        using (var detector = compiled.Detector())
            Assert.Equal(["class_0", "class_1"], Assert.IsType<GraphDetector>(detector).Names);
        Assert.Contains("compiled graph", Assert.Throws<CheckpointException>(() => compiled.Build()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_contradicts_a_file_is_refused_with_both_values()
    {
        var (checkpoint, graph) = Trained();
        foreach (var path in (string[])[checkpoint, graph])
        {
            Refused("T = 1, but T = 2", path, new() { TimeSteps = 2 });
            Refused("D = 4, but D = 8", path, new() { MaxSpikes = 8 });
            Refused("nc = 2, but nc = 3", path, new() { Classes = 3 });
            Refused("decay = 0.25, but decay = 0.5", path, new() { Decay = 0.5f });
            Refused("neuron = ilif, but neuron = relu", path, new() { Neuron = NeuronKind.Relu });
            Refused("width_multiple = 0.0625, but width_multiple = 1", path, new() { Width = 1 });
            Refused("leave out --weights", path, new() { Weights = checkpoint });
        }
    }

    [Fact]
    public void A_graph_finds_what_its_network_finds()
    {
        var (checkpoint, graph) = Trained();
        var pixels = new byte[2 * 3 * 64 * 32];
        new Random(3).NextBytes(pixels);
        using var network = ModelSource.Open(checkpoint).Detector();
        using var compiled = ModelSource.Open(graph).Detector();
        var (expected, got) = (network.Predict(new(pixels, 2, 64, 32, 3)), compiled.Predict(new(pixels, 2, 64, 32, 3)));
        Assert.Equal(expected.Length, got.Length);
        for (var n = 0; n < got.Length; n++)
        {
            Assert.Equal(expected[n].Length, got[n].Length);
            Assert.All(expected[n].Zip(got[n]), pair => Assert.Equal(pair.First, pair.Second, 0.05));
        }
    }

    [Fact]
    public void Weights_of_a_named_network_are_loaded_and_told()
    {
        var (checkpoint, graph) = Trained();
        LoadReport? report = null;
        using var built = ModelSource.Open("spikeyolo", Narrow with { Weights = checkpoint }).Build(r => report = r);
        using var same = Checkpoint.Load(checkpoint);
        Assert.True(report!.IsExact);
        Assert.Equal(
            same.Model.Weights["model.1.encode_conv.weight"].ToArray<float>(),
            built.Model.Weights["model.1.encode_conv.weight"].ToArray<float>()
        );

        Assert.Throws<CheckpointException>(() => ModelSource.Open("spikeyolo-p", new() { Weights = checkpoint }).Build());
        Assert.Throws<CheckpointException>(() => ModelSource.Open("spikeyolo", Narrow with { Weights = graph }).Build());
        var other = Path.Combine(_folder, "other.safetensors");
        SafetensorsWriter.Write(other, [TensorSource.Of<float>("conv1.weight", new float[1], 1)]);
        Assert.Contains(
            "no weight",
            Assert.Throws<CheckpointException>(() => ModelSource.Open("spikeyolo", Narrow with { Weights = other }).Build()).Message,
            StringComparison.Ordinal
        );
        SafetensorsWriter.Write(other, [TensorSource.Of<float>("model.1.encode_conv.bias", Enumerable.Repeat(float.NaN, 8).ToArray(), 8)]);
        Assert.Contains(
            "NaN",
            Assert.Throws<CheckpointException>(() => ModelSource.Open("spikeyolo", Narrow with { Weights = other }).Build()).Message,
            StringComparison.Ordinal
        );
    }

    public static TheoryData<string, NetworkRequest> Kinds =>
        new()
        {
            { "spikeyolo", Narrow with { TimeSteps = 2, MaxSpikes = 8, Decay = 0.5f, Neuron = NeuronKind.ILif } },
            { "spikeyolo", Narrow with { Neuron = NeuronKind.Relu } },
            {
                "spike2former-nano",
                new()
                {
                    Classes = 2,
                    MaxSpikes = 8,
                    Decay = 0.5f,
                    Layout = TokenLayout.Authors,
                    Ablation = Ablation.NoEncoder,
                }
            },
            {
                "metaspikeformer-fpn-nano",
                new()
                {
                    Classes = 2,
                    MaxSpikes = 2,
                    Neuron = NeuronKind.ILif,
                }
            },
            {
                "resnet-s",
                new() { Classes = 2, Activation = Activation.SiLU }
            },
        };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Weights_of_a_checkpoint_keep_what_they_were_trained_with_unless_told(string network, NetworkRequest trained)
    {
        var path = Path.Combine(_folder, "best.safetensors");
        using (var model = ModelSource.Open(network, trained).Build())
            Checkpoint.Save(path, model.Description, model.Model.Weights);
        var said = Narrow with { Weights = path };
        if (network != "spikeyolo")
            said = new() { Classes = 2, Weights = path };
        Assert.Equal(ModelSource.Open(path).Description!.ToJson(), ModelSource.Open(network, said).Description!.ToJson());
        if (trained.Activation is not null)
            return;
        var told = (SpikingOptions)
            ModelSource.Open(network, said with { MaxSpikes = 5, Decay = 0.1f, Neuron = NeuronKind.Lif }).Description!.Options;
        Assert.Equal((NeuronKind.Lif, 5, 0.1f), (told.Neuron.Kind, told.Neuron.MaxSpikes, told.Neuron.Decay));
        if (trained.Ablation is null)
            return;
        var whole = (Spike2FormerOptions)
            ModelSource.Open(network, said with { Layout = TokenLayout.Fixed, Ablation = Ablations.Of(["none"]) }).Description!.Options;
        Assert.Equal((TokenLayout.Fixed, Ablation.None), (whole.Layout, whole.Ablation));
    }

    [Fact]
    public void Fresh_weights_are_always_the_same()
    {
        using var one = ModelSource.Open("spikeyolo", Narrow).Build();
        using var two = ModelSource.Open("spikeyolo", Narrow).Build();
        Assert.Equal(
            one.Model.Weights["model.10.conv.weight"].ToArray<float>(),
            two.Model.Weights["model.10.conv.weight"].ToArray<float>()
        );
    }

    private (string Checkpoint, string Graph) Trained()
    {
        var (checkpoint, graph) = (Path.Combine(_folder, "best.safetensors"), Path.Combine(_folder, "net.spk.safetensors"));
        using var network = ModelSource.Open("spikeyolo", Narrow).Build();
        Checkpoint.Save(checkpoint, network.Description, network.Model.Weights);
        GraphFile.Save(GraphCompiler.Compile(network.Model, network.Description), graph);
        return (checkpoint, graph);
    }

    private static void Refused(string expected, string model, NetworkRequest said) =>
        Assert.Contains(expected, Assert.Throws<ArgumentException>(() => ModelSource.Open(model, said)).Message, StringComparison.Ordinal);

    private string File(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    [Theory]
    [InlineData("yolov8n", Activation.SiLU)]
    [InlineData("YOLOv8m", Activation.SiLU)]
    public void An_ordinary_network_has_a_name_and_the_activation_it_was_published_with(string name, Activation activation)
    {
        var source = ModelSource.Open(name, new() { Classes = 3 });
        var options = Assert.IsType<Yolo8Options>(source.Description!.Options);
        Assert.Equal((activation, 3), (options.Activation, options.Classes));
        Assert.Equal(
            Activation.ReLU,
            ((Yolo8Options)ModelSource.Open(name, new() { Activation = Activation.ReLU }).Description!.Options).Activation
        );
    }

    [Fact]
    public void Neurons_and_activations_are_not_mixed_up()
    {
        Assert.Contains(
            "no D",
            Assert.Throws<ArgumentException>(() => ModelSource.Open("yolov8n", new() { MaxSpikes = 4 })).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "--act",
            Assert.Throws<ArgumentException>(() => ModelSource.Open("spikeyolo-p", new() { Activation = Activation.ReLU })).Message,
            StringComparison.Ordinal
        );
    }
}
