using System.Text.Json;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class VerifyVerbTests(TinyNetwork tiny)
{
    [Fact]
    public void Every_spike_is_compared_and_none_differs()
    {
        var json = tiny["verify.json"];
        var (code, output, _) = TinyNetwork.Run(
            "verify",
            "--model",
            tiny.Checkpoint,
            "--data",
            tiny.Data,
            "--limit",
            "2",
            "--json",
            json,
            "--verbose"
        );
        Assert.Equal(0, code);
        Assert.Contains("spikes compared, 0 differ", output, StringComparison.Ordinal);
        var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.Equal(
            (2, 64, true),
            (root.GetProperty("images").GetInt32(), root.GetProperty("image_size").GetInt32(), root.GetProperty("passed").GetBoolean())
        );
        Assert.Equal(
            root.GetProperty("compared").GetInt64(),
            root.GetProperty("layers").EnumerateArray().Sum(layer => layer.GetProperty("compared").GetInt64())
        );
    }

    [Theory]
    [InlineData("int8", "integer and binary by the engine", "spikes compared, 0 differ; all other values differ by at most 0")]
    [InlineData("exact", "engine and interpreter: layers on equal inputs differ by at most", "% are equal")]
    public void The_engine_is_proved_too(string engine, string who, string what)
    {
        var json = tiny["verify.json"];
        var output = Commands
            .Run(
                "verify",
                "--model",
                tiny.Checkpoint,
                "--data",
                tiny.Data,
                "--limit",
                "2",
                "--imgsz",
                "32",
                "--engine",
                engine,
                "--json",
                json
            )
            .Done()
            .Output;
        Assert.Contains(who, output, StringComparison.Ordinal);
        Assert.Contains(what, output, StringComparison.Ordinal);
        var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.True(root.GetProperty("compared").GetInt64() > 0 && root.GetProperty("outputs").GetArrayLength() > 50);
    }

    [Fact]
    public void A_folder_of_pictures_serves_as_well() =>
        Assert.Equal(
            0,
            TinyNetwork.Run("verify", "--model", tiny.Checkpoint, "--data", tiny.Pictures, "--limit", "1", "--imgsz", "32").Code
        );

    [Fact]
    public void A_ReLU_twin_has_nothing_to_compare()
    {
        var (code, _, errors) = TinyNetwork.Run("verify", "--model", tiny.Twin, "--data", tiny.Data, "--limit", "1", "--imgsz", "32");
        Assert.Equal(6, code);
        Assert.Contains("ReLU twin", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_layer_that_multiplies_fails_by_its_name()
    {
        var g = new GraphBuilder(new GraphInfo("broken", 1, 32));
        var fires = g.Neuron("fires", g.Convolution("first", g.Input(3), Ones(2, 3)), new ILif());
        g.Output("y", g.Convolution("third", g.Convolution("second", fires, Ones(2, 2)), Ones(1, 2)));
        var path = tiny["broken.spk.safetensors"];
        GraphFile.Save(g.Build(), path);
        var (code, _, errors) = TinyNetwork.Run("verify", "--model", path, "--data", tiny.Data, "--limit", "1");
        Assert.Equal(6, code);
        Assert.Contains("third: its input 'second' is not made of spikes", errors, StringComparison.Ordinal);

        static WeightTensor Ones(int outputs, int inputs) => new([outputs, inputs, 1, 1], [.. Enumerable.Repeat(1f, outputs * inputs)]);
    }

    [Fact]
    public void No_picture_is_a_missing_input() =>
        Assert.Equal(
            3,
            TinyNetwork.Run("verify", "--model", tiny.Checkpoint, "--data", Directory.CreateDirectory(tiny["nothing"]).FullName).Code
        );
}
