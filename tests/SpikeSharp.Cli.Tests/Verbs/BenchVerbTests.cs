using System.Text.Json;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class BenchVerbTests(TinyNetwork tiny)
{
    [Theory]
    [InlineData("exact")]
    [InlineData("int8")]
    [InlineData("binary")]
    public void It_measures_and_shows_every_layer(string engine)
    {
        var (graph, json) = (tiny["bench.spk.safetensors"], tiny["bench.json"]);
        Assert.Equal(0, TinyNetwork.Run("compile", "--model", tiny.Checkpoint, "-o", graph).Code);
        var (code, output, errors) = TinyNetwork.Run(
            "bench", "--model", graph, "--source", tiny.Pictures, "--engine", engine, "--runs", "3", "--per-layer", "--json", json);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("p50", output, StringComparison.Ordinal);
        var report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.True(report.GetProperty("latency_ms").GetProperty("p50").GetDouble() > 0);
        Assert.Contains(report.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("macs").GetInt64() > 0);
    }

    [Fact]
    public void The_interpreter_is_not_measured()
    {
        var (code, _, errors) = TinyNetwork.Run("bench", "--model", tiny.Checkpoint, "--source", tiny.Data, "--engine", "reference");
        Assert.Equal(2, code);
        Assert.Contains("reference", errors, StringComparison.Ordinal);
    }
}
