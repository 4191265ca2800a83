using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Conversion;
using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Models;
using SpikeSharp.Models.Fcn;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Onnx;
using SpikeSharp.Testing;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Models;

/// <summary>Networks that see other than RGB pictures: grey ones, many channels, a frame for each time step.</summary>
public sealed class ChannelsTests : IDisposable
{
    private const int Side = 64;

    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static IEnumerable<object[]> Networks =>
        from name in (string[])["spikeyolo-p", "spike2former-nano", "metaspikeformer-fpn-nano", "yolov8n", "fcn-n", "vgg-n", "resnet-n"]
        from channels in (int[])[1, 5]
        select new object[] { name, channels };

    [Theory]
    [MemberData(nameof(Networks))]
    public void They_train_compile_and_run(string name, int channels)
    {
        TorchRuntime.Seed(1);
        var source = ModelSource.Open(
            name,
            new()
            {
                Classes = 2,
                Channels = channels,
                ImageSize = Side,
            }
        );
        using var loaded = source.Build();
        var (model, description) = (loaded.Model, loaded.Description);
        Assert.Equal(new Input(channels), description.Options.Input);
        var image = Image(channels);
        using (var scope = new TensorScope())
        {
            model.Weights.Training = true;
            var maps = model.Forward(Tensor.From(image.Values, 1, channels, Side, Side).Repeat(2, 1, 1, 1));
            maps.Select(map => map.Sum()).Aggregate((a, b) => a + b).Backward();
            Assert.Contains(model.Weights.Trained, entry => entry.Tensor.Grad!.CountNonZero().Item() > 0);
            Assert.Throws<ShapeException>(() => model.Forward(Tensor.Random(1, 3, Side, Side)));
            model.Weights.Training = false;
        }

        var graph = GraphCompiler.Compile(model, description);
        Assert.Equal(new Input(channels), Input.Of(graph).Input);
        var expected = new ReferenceInterpreter(graph).Run(image).Outputs[graph.Outputs[0].Name].ToFloats();
        using var engine = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact });
        var found = engine.Run(image, run => run.Output(graph.Outputs[0].Name));
        Assert.Equal(expected.Length, found.Length);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * (1 + Math.Abs(pair.First))));
        Assert.Throws<GraphException>(() => engine.Run(Image(3), run => 0));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void An_ordinary_one_is_converted(int channels)
    {
        TorchRuntime.Seed(1);
        using var model = new Fcn(new FcnOptions(FcnVariant.All[0], 2) { Input = new Input(channels) });
        var ordinary = GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b"], Side));
        var spiking = SpikingConversion.Convert(ordinary, [Image(channels)], ConversionOptions.Exact(timeSteps: 8)).Graph;
        Assert.Equal(new Input(channels), Input.Of(spiking).Input);
        using var engine = new SpikeEngine(spiking, new EngineOptions { Mode = EngineMode.Exact });
        using var before = new SpikeEngine(ordinary, new EngineOptions { Mode = EngineMode.Exact });
        var expected = before.Run(Image(channels), run => run.Output("raw0"));
        var found = engine.Run(Image(channels), run => run.Output("raw0"));
        var scale = expected.Max(Math.Abs);
        Assert.True(scale > 0);
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 0.25 * scale));
    }

    [Fact]
    public void Equal_frames_are_the_picture_at_every_time_step_and_other_frames_are_not()
    {
        var options = new SpikeYoloOptions(new SpikeYoloVariant("custom", 0.33, 0.0625), 2, new NeuronOptions { TimeSteps = 3 });
        using var scope = new TensorScope();
        using var still = Lively(options with { Input = new Input(2) });
        using var moving = Lively(options with { Input = new Input(2, HasFrames: true) });
        var picture = Tensor.Random(1, 2, Side, Side);
        var expected = still.Forward(picture);
        var found = moving.Forward(picture.Reshape(1, 1, 2, Side, Side).Repeat(1, 3, 1, 1, 1));
        for (var level = 0; level < expected.Length; level++)
            Assert.Equal(expected[level].ToArray<float>(), found[level].ToArray<float>());

        var frames = Tensor.Random(1, 3, 2, Side, Side);
        var other = moving.Forward(frames);
        Assert.NotEqual(expected[0].ToArray<float>(), other[0].ToArray<float>());
        Assert.Throws<ShapeException>(() => moving.Forward(picture));
        Assert.Throws<ShapeException>(() => moving.Forward(Tensor.Random(1, 4, 2, Side, Side)));

        // The same frames through the compiled graph; a spike may fall to the other side of a rounding.
        var description = new ModelDescription(moving.Options, ["a", "b"], Side);
        var graph = GraphCompiler.Compile(moving, ModelDescription.FromJson(description.ToJson(), "file"));
        var input = new InputTensor(3, 2, Side, Side, frames.ToArray<float>());
        var interpreted = new ReferenceInterpreter(graph).Run(input).Outputs["raw0"].ToFloats();
        var trained = other[0].ToArray<float>();
        Alike(trained, interpreted);
        var file = Path.Combine(_folder, "net.onnx");
        OnnxFile.Save(graph, file, new OnnxSaveOptions(Side, Side));
        using var session = OnnxSession.Judge(file);
        Assert.Equal([3, 2, Side, Side], session.InputShape);
        Alike(trained, session.Run(frames.ToArray<float>(), 3, 2, Side, Side)["raw0"].Numbers);
        using var engine = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact });
        Assert.Equal(interpreted.Length, engine.Run(input, run => run.Output("raw0")).Length);
        Assert.Throws<GraphException>(() => engine.Detect(new byte[2 * Side * Side], Side, Side));
    }

    [Fact]
    public void A_checkpoint_tells_what_its_network_sees_and_leaves_out_what_is_usual()
    {
        var options = new SpikeYoloOptions(SpikeYoloVariant.Find("p")!, 2, new NeuronOptions());
        Assert.DoesNotContain("\"ch\"", Written(options), StringComparison.Ordinal);
        var input = new Input(7, HasFrames: true) { Range = new ValueRange(-1, 1) };
        Assert.Equal(input, ModelDescription.FromJson(Written(options with { Input = input }), "file").Options.Input);
        var ordinary = new FcnOptions(FcnVariant.All[0], 2);
        Refused("a frame for each time step", ordinary with { Input = new Input(3, HasFrames: true) });
        Refused("0 channels", ordinary with { Input = new Input(0) });
        Refused("range of values", ordinary with { Input = new Input(3) { Range = new ValueRange(1, 1) } });

        static string Written(NetworkOptions options) => new ModelDescription(options, ["a", "b"], Side).ToJson();

        static void Refused(string sentence, NetworkOptions options) =>
            Assert.Contains(
                sentence,
                Assert.Throws<CheckpointException>(() => ModelDescription.FromJson(Written(options), "file")).Message,
                StringComparison.Ordinal
            );
    }

    private static void Alike(float[] expected, float[] found) =>
        Assert.True(
            expected.Zip(found).Count(pair => Math.Abs(pair.First - pair.Second) < 1e-3) > 0.9 * expected.Length,
            "more differs than spikes at a rounding"
        );

    private static InputTensor Image(int channels)
    {
        var random = new Random(channels);
        return new InputTensor(channels, Side, Side, [.. Enumerable.Range(0, channels * Side * Side).Select(_ => random.NextSingle())]);
    }

    // A fresh network hardly fires; narrow normalisations make it lively.
    private static SpikeYolo Lively(SpikeYoloOptions options)
    {
        TorchRuntime.Seed(2);
        var model = new SpikeYolo(options);
        foreach (var entry in model.Weights.Entries.Where(entry => entry.Name.EndsWith("running_var", StringComparison.Ordinal)))
            entry.Tensor.UniformInPlace(0.02, 0.1);
        return model;
    }
}
