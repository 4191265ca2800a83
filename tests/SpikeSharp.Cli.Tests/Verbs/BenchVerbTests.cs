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
            "bench",
            "--model",
            graph,
            "--source",
            tiny.Pictures,
            "--engine",
            engine,
            "--runs",
            "3",
            "--per-layer",
            "--json",
            json
        );
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("p50", output, StringComparison.Ordinal);
        var report = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.True(report.GetProperty("latency_ms").GetProperty("p50").GetDouble() > 0);
        Assert.Contains(report.GetProperty("layers").EnumerateArray(), layer => layer.GetProperty("macs").GetInt64() > 0);
    }

    [Theory]
    [InlineData("tensorflow", 2, "--peer must be torch, ort or an ONNX file, not 'tensorflow'")]
    [InlineData("nowhere.onnx", 3, "no such ONNX file")]
    [InlineData("torch", 2, "'spikeyolo-custom' is another network")]
    public void A_peer_that_cannot_be_run_gets_a_sentence(string peer, int code, string sentence) =>
        Commands.Run("bench", "--model", tiny.Checkpoint, "--source", tiny.Pictures, "--runs", "1", "--peer", peer).Fails(code, sentence);

    [Fact]
    public void A_race_with_ONNX_Runtime_is_told_by_round_or_what_is_missing_for_it()
    {
        var json = tiny["race.json"];
        var outcome = Commands.Run(
            "bench",
            "--model",
            tiny.Checkpoint,
            "--source",
            tiny.Pictures,
            "--runs",
            "2",
            "--peer",
            "ort",
            "--rounds",
            "3",
            "--json",
            json
        );
        if (outcome.Code == 3)
        {
            Assert.Contains("ONNX Runtime is missing: run 'dotnet build", outcome.Errors, StringComparison.Ordinal);
            return;
        }
        Assert.Contains("in turn with ONNX Runtime", outcome.Done().Output, StringComparison.Ordinal);
        var race = JsonDocument.Parse(File.ReadAllText(json)).RootElement.GetProperty("race");
        Assert.Equal(3, race.GetProperty("rounds").GetArrayLength());
        double Number(string name) => race.GetProperty(name).GetDouble();
        Assert.True(Number("ratio_least") > 0 && Number("ratio_least") <= Number("ratio") && Number("ratio") <= Number("ratio_most"));
    }

    [Fact]
    public void A_file_that_ONNX_Runtime_cannot_read_is_told_in_its_words()
    {
        File.WriteAllText(tiny["broken.onnx"], "no network");
        var outcome = Commands.Run(
            "bench",
            "--model",
            tiny.Checkpoint,
            "--source",
            tiny.Pictures,
            "--runs",
            "1",
            "--peer",
            tiny["broken.onnx"]
        );
        if (outcome.Code != 3)
            outcome.Fails(4, "ONNX Runtime could not be measured");
    }

    [Fact]
    public void The_interpreter_is_not_measured()
    {
        var (code, _, errors) = TinyNetwork.Run("bench", "--model", tiny.Checkpoint, "--source", tiny.Data, "--engine", "reference");
        Assert.Equal(2, code);
        Assert.Contains("reference", errors, StringComparison.Ordinal);
    }
}
