using SpikeSharp.Blocks;
using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Conversion;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models;
using SpikeSharp.Models.Classifiers;
using SpikeSharp.Models.Fcn;
using SpikeSharp.Models.Fpn;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Models.Yolo8;
using SpikeSharp.Neurons;
using SpikeSharp.Onnx;
using SpikeSharp.Testing;
using SpikeSharp.Tests.Blocks;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Compilation;

/// <summary>Our networks, exported at small size, in ONNX Runtime: every layer against the interpreter, on equal inputs.</summary>
public sealed class ExportedNetworkTests : IDisposable
{
    private const int Side = 64;
    private const double MostDifference = 1e-4;

    private static readonly string[] Names = ["a", "b", "c"];

    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(NeuronKind.ILif, 1, false)]
    [InlineData(NeuronKind.ILif, 2, true)]
    [InlineData(NeuronKind.Lif, 2, false)]
    [InlineData(NeuronKind.Relu, 1, false)]
    public void SpikeYOLO_gives_the_same_in_ONNX_Runtime(NeuronKind kind, int timeSteps, bool factorised)
    {
        TorchRuntime.Seed(3);
        var neuron = new NeuronOptions(kind, timeSteps);
        using var model = new SpikeYolo(new SpikeYoloOptions(new SpikeYoloVariant("custom", 0.33, 0.0625), Names.Length, neuron));
        MergedConvolutionTests.Randomise(model.Weights);
        Agrees(GraphCompiler.Compile(model, new ModelDescription(model.Options, Names, Side)), factorised);
    }

    [Fact]
    public void Spike2Former_gives_the_same_in_ONNX_Runtime()
    {
        using var trained = Checkpoint.Load(Path.Combine(TestData.Repository, "bench", "weights", "camvid-spike2former-nano.safetensors"));
        Agrees(GraphCompiler.Compile(trained.Model, trained.Description with { ImageSize = Side }));
    }

    [Fact]
    public void A_feature_pyramid_gives_the_same_in_ONNX_Runtime()
    {
        TorchRuntime.Seed(5);
        using var model = new FpnOptions(FpnVariant.All[0], Names.Length, new NeuronOptions()).Build();
        // Statistics of a batch keep the neurons of a network with fresh weights from falling silent.
        model.Weights.Training = true;
        for (var i = 0; i < 10; i++)
        {
            using var scope = new TensorScope();
            model.Forward(Tensor.Random(2, 3, Side, Side));
        }
        model.Weights.Training = false;
        Agrees(Compiled(model, model.Options));
    }

    [Theory]
    [InlineData("yolov8n")]
    [InlineData("fcn")]
    [InlineData("vgg-n")]
    public void An_ordinary_network_gives_the_same_in_ONNX_Runtime(string name) => Agrees(Ordinary(name));

    [Theory]
    [InlineData("vgg-n", false)]
    [InlineData("vgg-n", true)]
    public void A_converted_network_gives_the_same_in_ONNX_Runtime(string name, bool exact)
    {
        var options = exact ? ConversionOptions.Exact(3) : ConversionOptions.Usual(3);
        var neuron = options.Neuron with { Calibration = exact ? options.Neuron.Calibration : Graph.Neurons.SpikeCalibration.None };
        Agrees(SpikingConversion.Convert(Ordinary(name), [.. Images(2)], options with { Neuron = neuron }).Graph);
    }

    private static SpikeGraph Ordinary(string name)
    {
        TorchRuntime.Seed(7);
        NetworkOptions options = name switch
        {
            "yolov8n" => new Yolo8Options(Yolo8Variant.All.Single(v => v.Name == "n"), Names.Length, Activation.ReLU),
            "fcn" => new FcnOptions(FcnVariant.All[0], Names.Length),
            _ => new ClassifierOptions(ClassifierVariant.All.Single(v => v.Name == name), Names.Length),
        };
        using var model = options.Build();
        return Compiled(model, options);
    }

    private static SpikeGraph Compiled(Network model, NetworkOptions options)
    {
        using var off = GradMode.Off();
        return GraphCompiler.Compile(model, new ModelDescription(options, Names, Side));
    }

    private void Agrees(SpikeGraph graph, bool factorised = false)
    {
        var file = Path.Combine(_folder, "net.onnx");
        OnnxFile.Save(graph, file, new() { Factorised = factorised });
        using var layers = new ExportedLayers(graph, file);
        foreach (var image in Images(1))
            layers.Add(image);
        Assert.True(layers.Worst <= MostDifference, layers.ToString());
        // A potential within a rounding of a boundary may flip a spike; more than a few are no roundings.
        Assert.True(layers.Flipped <= 1e-4 * layers.Neurons, layers.ToString());
        if (layers.Neurons > 0)
            Assert.True(layers.Fired > 0.01 * layers.Neurons, $"only {layers.Fired} of {layers.Neurons} neurons fire");
    }

    private static IEnumerable<InputTensor> Images(int count)
    {
        var random = new Random(7);
        return Enumerable
            .Range(0, count)
            .Select(_ => new InputTensor(3, Side, Side, [.. Enumerable.Range(0, 3 * Side * Side).Select(_ => random.NextSingle())]));
    }
}
