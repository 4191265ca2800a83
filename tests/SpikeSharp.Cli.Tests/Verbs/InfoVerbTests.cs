using System.Text.Json;
using static SpikeSharp.Cli.Tests.Verbs.Commands;

namespace SpikeSharp.Cli.Tests.Verbs;

[Collection(TrainedNetwork.Collection.Name)]
public sealed class InfoVerbTests(TrainedNetwork trained)
{
    // Spec 3.3: totals of n and s, and the layers of s in which training and merged form differ most.
    [Theory]
    [InlineData("spikeyolo-n", "13,271,632", "34.5907 G", "59.2914 G")]
    [InlineData("spikeyolo-s", "23,153,024", "60.5522 G", "104.5144 G")]
    public void Totals_are_those_of_the_published_networks(string model, string parameters, string trainedMacs, string merged)
    {
        var result = Run("info", "--model", model).Done();
        var total = Assert.Single(result.Output.Split('\n'), line => line.StartsWith("total", StringComparison.Ordinal));
        Assert.Equal(
            ["total", parameters, trainedMacs, merged],
            total.Split("  ", StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
        );
        Assert.Empty(result.Errors);
    }

    [Fact]
    public void Layers_are_those_of_the_table()
    {
        var path = trained.At("info.json");
        Run("info", "--model", "spikeyolo-p", "--T", "2", "--nc", "3", "--imgsz", "320", "--json", path).Done();
        using var json = JsonDocument.Parse(File.ReadAllText(path));
        var layers = json.RootElement.GetProperty("layers").EnumerateArray().ToArray();
        Assert.Equal(27, layers.Length);
        Assert.Equal("SNN-Block-1 x 2", layers[4].GetProperty("block").GetString());
        Assert.Equal("SNN-Block-2 x 3", layers[6].GetProperty("block").GetString());
        Assert.Equal([7, 2100], layers[26].GetProperty("shape").EnumerateArray().Select(size => size.GetInt32()));
        // The first convolution sees the same image at every time step.
        Assert.Equal(3 * 16 * 49 * 80 * 80, layers[1].GetProperty("trained_macs").GetInt64());
        Assert.Equal(2 * 16 * 32 * 9 * 40 * 40, layers[3].GetProperty("trained_macs").GetInt64());
        Assert.Equal(2, json.RootElement.GetProperty("network").GetProperty("time_steps").GetInt32());
        Assert.Equal(
            json.RootElement.GetProperty("parameters").GetInt64(),
            layers.Sum(layer => layer.GetProperty("parameters").GetInt64())
        );
    }

    [Fact]
    public void A_checkpoint_and_its_graph_tell_the_same()
    {
        var network = Run("info", "--model", trained.Best).Done().Output;
        var graph = Run("info", "--model", trained.Graph).Done().Output;
        Assert.Contains("T = 2, D = 4, decay 0.25, 64 px", network, StringComparison.Ordinal);
        Assert.Contains("T = 2, D = 4, decay 0.25, 64 px", graph, StringComparison.Ordinal);
        Assert.Equal(Merged(network), Merged(graph));

        static string Merged(string output) =>
            output.Split('\n').Single(line => line.StartsWith("total", StringComparison.Ordinal)).Split("  ")[^1].Trim();
    }

    [Fact]
    public void A_side_that_is_no_multiple_of_32_is_rounded_up_with_a_word() =>
        Assert.Contains("128", Run("info", "--model", trained.Graph, "--imgsz", "100").Done().Errors, StringComparison.Ordinal);
}
