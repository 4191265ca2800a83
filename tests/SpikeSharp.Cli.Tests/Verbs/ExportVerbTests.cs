using System.Text.Json;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class ExportVerbTests(TinyNetwork tiny)
{
    [Fact]
    public void It_writes_a_network_and_says_what_it_wrote()
    {
        var (path, json) = (tiny["exported/net.onnx"], tiny["export.json"]);
        var outcome = Commands
            .Run("export", "--model", tiny.Checkpoint, "--format", "onnx", "--imgsz", "32", "-o", path, "--json", json)
            .Done();
        Assert.Contains("input: images, 32 x 32 px, 0 to 1; outputs: raw0, raw1, raw2, y", outcome.Output, StringComparison.Ordinal);
        Assert.Contains("opset 17", outcome.Output, StringComparison.Ordinal);
        Assert.Contains($"written: {path}", outcome.Output, StringComparison.Ordinal);
        var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.Equal(new FileInfo(path).Length, root.GetProperty("bytes").GetInt64());
        Assert.Equal(
            (17, 32, "onnx"),
            (root.GetProperty("opset").GetInt32(), root.GetProperty("image_size").GetInt32(), root.GetProperty("format").GetString())
        );
        Assert.Equal(0, root.GetProperty("factorised_convolutions").GetInt32());
    }

    [Fact]
    public void Factorised_it_has_more_nodes_and_fewer_bytes()
    {
        var (graph, json) = (tiny["exported.spk.safetensors"], tiny["export.json"]);
        Commands.Run("compile", "--model", tiny.Checkpoint, "-o", graph).Done();
        var merged = Numbers();
        var factorised = Numbers("--factorised");
        Assert.True(
            factorised.Nodes > merged.Nodes && factorised.Convolutions > 0 && factorised.Bytes < merged.Bytes,
            $"{merged}, {factorised}"
        );

        (int Nodes, int Convolutions, long Bytes) Numbers(params string[] words)
        {
            Commands.Run(["export", "--model", graph, "-o", tiny["net.onnx"], "--json", json, .. words]).Done();
            var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
            return (
                root.GetProperty("nodes").GetInt32(),
                root.GetProperty("factorised_convolutions").GetInt32(),
                root.GetProperty("bytes").GetInt64()
            );
        }
    }

    [Fact]
    public void A_ReLU_twin_is_exported_too() =>
        Commands.Run("export", "--model", tiny.Twin, "--imgsz", "32", "-o", tiny["twin.onnx"]).Done();

    [Fact]
    public void The_help_page_names_the_forms()
    {
        var page = Commands.Run("export", "--help").Done().Output;
        Assert.Contains("usage: spikesharp export --model NAME|FILE --output PATH [options]", page, StringComparison.Ordinal);
        Assert.Contains("--format onnx", page, StringComparison.Ordinal);
        Assert.Contains("--factorised", page, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_form_is_a_mistake_of_the_command_line() =>
        Commands
            .Run("export", "--model", tiny.Checkpoint, "--format", "tflite", "-o", tiny["no.onnx"])
            .Fails(2, "--format must be one of onnx, not 'tflite'");

    [Fact]
    public void Without_an_output_nothing_is_exported() =>
        Commands.Run("export", "--model", tiny.Checkpoint).Fails(2, "export needs --output PATH");

    [Fact]
    public void What_is_not_there_is_a_missing_input() =>
        Commands.Run("export", "--model", tiny["absent.safetensors"], "-o", tiny["no.onnx"]).Fails(3, "absent.safetensors");

    [Fact]
    public void The_network_itself_is_not_written_over() =>
        Commands.Run("export", "--model", tiny.Checkpoint, "-o", tiny.Checkpoint).Fails(2, "would replace what --model names");

    [Fact]
    public void Other_verbs_say_whose_option_it_is() =>
        Commands.Run("val", "--model", tiny.Checkpoint, "--data", tiny.Data, "--format", "onnx").Fails(2, "only of export");
}
