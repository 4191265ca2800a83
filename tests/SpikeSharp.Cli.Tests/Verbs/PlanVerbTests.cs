using System.Text.Json;
using SpikeSharp.Graph.Format;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class PlanVerbTests(TinyNetwork tiny)
{
    [Fact]
    public void It_writes_a_plan_and_shows_every_layer()
    {
        var (graph, planned, json) = (tiny["plain.spk.safetensors"], tiny["planned.spk.safetensors"], tiny["plan.json"]);
        Assert.Equal(0, TinyNetwork.Run("compile", "--model", tiny.Checkpoint, "-o", graph).Code);
        var (code, output, errors) = TinyNetwork.Run(
            "plan",
            "--model",
            graph,
            "--data",
            tiny.Pictures,
            "--engine",
            "int8",
            "--runs",
            "3",
            "-o",
            planned,
            "--json",
            json
        );
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("as planned", output, StringComparison.Ordinal);
        Assert.NotEmpty(GraphFile.Load(planned).Plan!.Convolutions);
        var report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.Contains(report.GetProperty("layers").EnumerateArray(), layer =>
            layer.GetProperty("layer").GetProperty("visited").GetInt64() > 0
        );
        Assert.Equal(0, TinyNetwork.Run("plan", "--model", planned, "--data", tiny.Pictures, "--runs", "1").Code);
    }

    [Fact]
    public void Compile_plans_for_pictures()
    {
        var graph = tiny["calibrated.spk.safetensors"];
        var (code, output, errors) = TinyNetwork.Run(
            "compile",
            "--model",
            tiny.Checkpoint,
            "--calibrate",
            tiny.Pictures,
            "--limit",
            "2",
            "-o",
            graph
        );
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("plan from 2 pictures", output, StringComparison.Ordinal);
        Assert.Equal(2, GraphFile.Load(graph).Plan!.Images);
    }
}
