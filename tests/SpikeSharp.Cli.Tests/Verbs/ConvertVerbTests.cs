using System.Text.Json;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class ConvertVerbTests(TinyNetwork tiny)
{
    private SpikeGraph Convert(string name, params string[] more)
    {
        var graph = tiny[name + ".spk.safetensors"];
        var (code, _, errors) = TinyNetwork.Run([
            "convert",
            "--model",
            tiny.Twin,
            "--calibrate",
            tiny.Data,
            "--split",
            "val",
            "--imgsz",
            "32",
            "-o",
            graph,
            .. more,
        ]);
        Assert.True(code == 0, errors);
        return GraphFile.Load(graph);
    }

    private static BurstIf First(SpikeGraph graph) => (BurstIf)graph.Nodes.First(node => node.Operation is Neuron).Operation;

    [Fact]
    public void A_converted_network_is_a_graph_as_any_other()
    {
        var graph = Convert("usual", "--T", "8");
        Assert.Equal(8, graph.Info.TimeSteps);
        Assert.Equal(new BurstIfParameters(5, 0, SpikeCalibration.Corrected, 8), First(graph).Parameters);
        var path = tiny["usual.spk.safetensors"];
        foreach (
            var command in (string[][])
                [
                    ["val", "--model", path, "--data", tiny.Data, "--imgsz", "32", "--plots", "false"],
                    ["val", "--model", path, "--data", tiny.Data, "--imgsz", "32", "--plots", "false", "--T", "3"],
                    ["energy", "--model", path, "--data", tiny.Data, "--imgsz", "32", "--limit", "2"],
                    ["predict", "--model", path, "--source", tiny.Pictures, "--imgsz", "32", "--project", tiny["predictions"]],
                    ["info", "--model", path],
                    ["verify", "--model", path, "--data", tiny.Data, "--imgsz", "32", "--limit", "1"],
                    ["bench", "--model", path, "--source", tiny.Pictures, "--imgsz", "32", "--runs", "2", "--per-layer"],
                ]
        )
        {
            var (code, _, errors) = TinyNetwork.Run(command);
            Assert.True(code == 0, $"{command[0]}: {errors}");
        }
    }

    [Fact]
    public void Every_option_reaches_the_neurons()
    {
        var published = First(
            Convert(
                "published",
                "--T",
                "16",
                "--gamma",
                "3",
                "--calibration",
                "published",
                "--scales",
                "channel",
                "--percentile",
                "0.99",
                "--v0",
                "0.25"
            )
        );
        Assert.Equal(new BurstIfParameters(3, 0.25, SpikeCalibration.Published, 8, RestoresMembrane: false), published.Parameters);
        Assert.True(published.Scale.Values.Length > 1);
        var exact = First(Convert("exact", "--neuron", "exact", "--power-of-two"));
        Assert.Equal((0.5, SpikeCalibration.Signed), (exact.Parameters.InitialMembrane, exact.Parameters.Calibration));
        Assert.Equal(Math.Round(Math.Log2(exact.Scale.Values[0])), Math.Log2(exact.Scale.Values[0]));
        Assert.Equal(SpikeCalibration.None, First(Convert("none", "--calibration", "none")).Parameters.Calibration);
    }

    [Fact]
    public void Explain_shows_every_layer_and_writes_nothing_unless_told()
    {
        var (code, output, errors) = TinyNetwork.Run(
            "convert",
            "--model",
            tiny.Twin,
            "--calibrate",
            tiny.Data,
            "--split",
            "val",
            "--imgsz",
            "32",
            "--T",
            "4",
            "--explain"
        );
        Assert.True(code == 0, errors);
        foreach (var word in new[] { "scale", "rate", "error T=4", "model.1.encode_lif" }.Where(word => word != "model.1.encode_lif"))
            Assert.Contains(word, output, StringComparison.Ordinal);
        Assert.DoesNotContain("written", output, StringComparison.Ordinal);
        Assert.Equal(2, TinyNetwork.Run("convert", "--model", tiny.Twin, "--calibrate", tiny.Data).Code);
    }

    [Fact]
    public void A_search_writes_its_trials_and_goes_on_with_them()
    {
        string[] search = ["--T", "4", "--neuron", "exact", "--search", "layers", "--trials", "6", "--search-images", "1"];
        Convert("searched", [.. search, "--project", tiny["searches"], "--name", "one"]);
        var trials = File.ReadAllLines(Path.Combine(tiny["searches"], "one", "trials.jsonl"));
        Assert.True(trials.Length > 6);
        Assert.True(File.Exists(Path.Combine(tiny["searches"], "one", "trials.png")));
        var first = GraphFile.Load(tiny["searched.spk.safetensors"]);
        var again = Convert("again", [.. search, "--resume", Path.Combine(tiny["searches"], "one")]);
        Assert.Equal(trials, File.ReadAllLines(Path.Combine(tiny["searches"], "one", "trials.jsonl")));
        Assert.Equal(First(first).Scale.Values.ToArray(), First(again).Scale.Values.ToArray());
    }

    [Fact]
    public void A_sweep_measures_both_networks_at_every_step()
    {
        Convert("swept", "--T", "8", "--neuron", "exact");
        var (code, output, errors) = TinyNetwork.Run(
            "sweep",
            "--model",
            tiny["swept.spk.safetensors"],
            "--ann",
            tiny.Twin,
            "--data",
            tiny.Data,
            "--imgsz",
            "32",
            "--steps",
            "8,2,4",
            "--project",
            tiny["sweeps"],
            "--json",
            tiny["sweep.json"]
        );
        Assert.True(code == 0, errors);
        Assert.Contains("T = 2", output, StringComparison.Ordinal);
        var json = JsonDocument.Parse(File.ReadAllText(tiny["sweep.json"])).RootElement;
        Assert.Equal([2, 4, 8], json.GetProperty("scores").EnumerateArray().Select(score => score.GetProperty("steps").GetInt32()));
        var energy = json.GetProperty("energy").EnumerateArray().Select(e => e.GetProperty("spikes_per_image").GetDouble()).ToArray();
        Assert.True(energy[0] < energy[1] && energy[1] < energy[2]);
        Assert.Equal(5, File.ReadAllLines(Path.Combine(tiny["sweeps"], "sweep", "sweep.csv")).Length);
        Assert.True(File.Exists(Path.Combine(tiny["sweeps"], "sweep", "sweep.png")));
        // Once more to the same file; and a network that is no conversion has nothing to sweep.
        Convert("swept", "--T", "8", "--neuron", "exact");
        (code, _, errors) = TinyNetwork.Run("sweep", "--model", tiny.Twin, "--ann", tiny.Twin, "--data", tiny.Data, "--imgsz", "32");
        Assert.Equal(4, code);
        Assert.Contains("no converted network", errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_has_no_rectifiers_is_refused_each_offender_in_its_line()
    {
        var (code, _, errors) = TinyNetwork.Run(
            "convert",
            "--model",
            "yolov8n",
            "--calibrate",
            tiny.Data,
            "--split",
            "val",
            "--imgsz",
            "32",
            "-o",
            tiny["no.spk.safetensors"]
        );
        Assert.Equal(4, code);
        var lines = errors
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => line.Contains("E1:", StringComparison.Ordinal) || line.Contains("E10:", StringComparison.Ordinal))
            .ToArray();
        Assert.True(lines.Length > 50, errors);
        Assert.Contains("(SiLU) is not convertible", lines[0], StringComparison.Ordinal);
        Assert.Contains("E10: No neuron left after import", lines[^1], StringComparison.Ordinal);
        Assert.False(File.Exists(tiny["no.spk.safetensors"]));
    }

    [Theory]
    [InlineData("--neuron exact takes spikes back by itself", "--neuron", "exact", "--calibration", "published")]
    [InlineData("percentile", "--percentile", "1.5")]
    [InlineData("gamma", "--gamma", "200")]
    public void Contradictions_are_refused(string says, params string[] more)
    {
        var (code, _, errors) = TinyNetwork.Run([
            "convert",
            "--model",
            tiny.Twin,
            "--calibrate",
            tiny.Data,
            "-o",
            tiny["bad.spk.safetensors"],
            .. more,
        ]);
        Assert.Equal(2, code);
        Assert.Contains(says, errors, StringComparison.Ordinal);
    }
}
