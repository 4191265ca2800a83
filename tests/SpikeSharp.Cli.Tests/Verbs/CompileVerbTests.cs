using System.Text.Json;
using SpikeSharp.Graph.Format;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(nameof(TinyNetwork))]
public sealed class CompileVerbTests(TinyNetwork tiny)
{
    [Fact]
    public void It_writes_a_graph_that_equals_the_network()
    {
        var (path, json) = (tiny["new/net.spk.safetensors"], tiny["compile.json"]);
        var (code, output, errors) = TinyNetwork.Run("compile", "--model", tiny.Checkpoint, "-o", path, "--json", json);
        Assert.Equal((0, ""), (code, errors));
        Assert.Contains("layers take spikes only, 1 the image", output, StringComparison.Ordinal);
        Assert.Equal(5, GraphFile.Load(path).Info.ClassNames.Count);
        var root = JsonDocument.Parse(File.ReadAllText(json)).RootElement;
        Assert.True(root.GetProperty("spike_driven").GetBoolean());
        var check = root.GetProperty("self_check");
        Assert.True(check.GetProperty("spikes").GetInt64() > 10_000);
        Assert.True(check.GetProperty("equal_share").GetDouble() > 0.99);
        Assert.True(root.GetProperty("convolutions").GetInt32() < root.GetProperty("convolutions_before").GetInt32());
    }

    [Fact]
    public void A_ReLU_twin_is_called_one()
    {
        var (code, output, _) = TinyNetwork.Run("compile", "--model", tiny.Twin, "-o", tiny["twin.spk.safetensors"]);
        Assert.Equal(0, code);
        Assert.Contains("this is a ReLU twin", output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_is_no_network_to_compile()
    {
        var path = tiny["again.spk.safetensors"];
        Assert.Equal(0, TinyNetwork.Run("compile", "--model", tiny.Checkpoint, "-o", path).Code);
        Assert.Equal(4, TinyNetwork.Run("compile", "--model", path, "-o", tiny["third.spk.safetensors"]).Code);
    }

    [Fact]
    public void The_network_itself_is_not_written_over()
    {
        var before = File.ReadAllBytes(tiny.Checkpoint);
        var (code, _, errors) = TinyNetwork.Run("compile", "--model", tiny.Checkpoint, "-o", tiny.Checkpoint);
        Assert.Equal(2, code);
        Assert.Contains("would replace what --model names", errors, StringComparison.Ordinal);
        Assert.Equal(before, File.ReadAllBytes(tiny.Checkpoint));
    }
}
