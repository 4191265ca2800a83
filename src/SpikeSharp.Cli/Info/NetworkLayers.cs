using System.Globalization;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Summary;
using SpikeSharp.Models;
using SpikeSharp.Torch.Modules;

namespace SpikeSharp.Cli.Info;

/// <summary>
/// The layers of a network, counted twice: as it is trained, with its factorised convolutions, and as it is compiled. The graph's nodes
/// carry the names of the modules they were made from, which joins the two.
/// </summary>
internal static class NetworkLayers
{
    /// <summary>Counts every layer at an image size.</summary>
    /// <param name="model">The network.</param>
    /// <param name="graph">The same, compiled.</param>
    /// <param name="side">Side of the image in pixels.</param>
    public static IReadOnlyList<LayerRow> Count(Network model, SpikeGraph graph, int side)
    {
        var nodes = GraphSummary.Of(graph, side, side).Layers;
        var convolutions = nodes
            .Where(layer => layer.Node.Operation is Graph.Operations.Convolution)
            .ToDictionary(layer => layer.Node.Name);
        var weights = model.Weights.Entries.Where(entry => entry.IsParameter).ToLookup(entry => PlaceOf(entry.Name));
        var layers = nodes
            .Where(layer => weights.Contains(PlaceOf(layer.Node.Name)) || NumberOf(layer.Node.Name) is not null)
            .ToLookup(layer => PlaceOf(layer.Node.Name));
        var rows = new List<LayerRow>();
        // The first row of a spiking network repeats the image over time, which needs no node.
        if (!layers.Contains("model.0"))
            rows.Add(new(0, $"image, T = {model.TimeSteps}", [model.Options.Input.Channels, side, side], 0, 0, 0));
        foreach (var layer in layers.OrderBy(group => NumberOf(group.Key) ?? 0))
        {
            var mine = weights[layer.Key].ToArray();
            rows.Add(
                new LayerRow(
                    NumberOf(layer.Key) ?? rows.Count,
                    NumberOf(layer.Key) is null ? layer.Key : Block(mine, layer.Last().Node),
                    Shape(layer.Last()),
                    mine.Sum(entry => entry.Tensor.ElementCount),
                    TrainedMacs([.. mine.Where(entry => entry.Role == TensorRole.Weight)], model, convolutions)
                        ?? layer.Sum(node => node.Macs),
                    layer.Sum(node => node.Macs)
                )
            );
        }
        // Parameters that the compiler merged into others, such as a factor.
        foreach (var rest in weights.Where(group => !layers.Contains(group.Key)))
        {
            var count = rest.Sum(entry => entry.Tensor.ElementCount);
            rows.Add(new LayerRow(rows.Count, rest.Key, [(int)count], count, 0, 0));
        }
        return rows;
    }

    // model.12.conv1.… is of layer 12; other networks name their parts, as encoder.0.1.…, classifier.weight and backbone.block3.…
    private static string PlaceOf(string name)
    {
        var words = name.Split('.');
        return words.Length > 1 && (char.IsAsciiDigit(words[1][0]) || words[0] is "backbone" or "decode_head")
            ? $"{words[0]}.{words[1]}"
            : words[0];
    }

    private static int? NumberOf(string name) =>
        name.Split('.') is ["model", var number, ..] ? int.Parse(number, CultureInfo.InvariantCulture) : null;

    private static int[] Shape(LayerSummary layer) =>
        layer.Node.Operation is DetectionHead
            ? [layer.Shape.Channels, layer.Shape.Width]
            : [layer.Shape.Channels, layer.Shape.Height, layer.Shape.Width];

    // Null where a weight is in no convolution of the graph under its own name, such as an embedding or a part of a merged convolution.
    private static long? TrainedMacs(IReadOnlyList<NamedTensor> weights, Network model, Dictionary<string, LayerSummary> convolutions)
    {
        var macs = weights.Select(entry => TrainedMacs(entry, model, convolutions)).ToArray();
        return macs.All(m => m is not null) ? macs.Sum() : null;
    }

    private static long? TrainedMacs(NamedTensor entry, Network model, Dictionary<string, LayerSummary> convolutions)
    {
        var node = entry.Name;
        while (!convolutions.ContainsKey(node) && !convolutions.ContainsKey(node + FirstPart))
        {
            if (node.LastIndexOf('.') is var dot && dot < 0)
                return null;
            node = node[..dot];
        }
        if (!convolutions.ContainsKey(node))
            node += FirstPart;
        var (shape, evaluations) = (convolutions[node].Shape, convolutions[node].Evaluations);
        // SepRepConv's 1×1 convolution sees the border that its depthwise one then takes off.
        const string Pointwise = ".body.1.0.weight",
            Depthwise = ".body.1.1.weight";
        var border = entry.Name.EndsWith(Pointwise, StringComparison.Ordinal)
            ? model.Weights[entry.Name.Replace(Pointwise, Depthwise, StringComparison.Ordinal)].Size(2) - 1
            : 0;
        return entry.Tensor.ElementCount * (shape.Height + border) * (shape.Width + border) * evaluations;
    }

    // A convolution whose output is split is several in the graph, all of one size.
    private const string FirstPart = ".0";

    private static string Block(IReadOnlyList<NamedTensor> weights, GraphNode last)
    {
        if (weights.Count == 0)
            return last.Operation.Kind;
        var (head, count) = (weights[0].Name.Split('.'), weights.Select(entry => entry.Name.Split('.')[2]).Distinct().Count());
        var block = true switch
        {
            _ when Has(".dfl.") => Has(".0.2.conv.") ? "SpikeDetect" : "Detect",
            _ when Has(".encode_conv.") => "downsampling",
            _ when Has(".conv1.body.") => "SNN-Block-2",
            _ when Has(".Conv.pwconv1.") => "SNN-Block-1",
            _ when Has(".m.") => "C2f",
            _ when Has(".cv1.") => "SPPF",
            _ => "convolution",
        };
        return char.IsAsciiDigit(head[2][0]) ? $"{block} x {count}" : block;

        bool Has(string part) => weights.Any(entry => entry.Name.Contains(part, StringComparison.Ordinal));
    }
}
