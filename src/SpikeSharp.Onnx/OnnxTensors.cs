using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using SpikeSharp.Graph;

namespace SpikeSharp.Onnx;

/// <summary>What an imported graph remembers of its file: tensors that are another node's numbers, and the outputs' shapes. It stands in
/// the graph's metadata, and so in its file.</summary>
public static class OnnxTensors
{
    private const string AliasKey = "onnx.aliases",
        ShapeKey = "onnx.shapes";

    /// <summary>The node that gives an ONNX tensor's numbers, row-major in the same order; null when none does.</summary>
    /// <param name="graph">An imported graph.</param>
    /// <param name="tensor">Name of the tensor in the ONNX file.</param>
    public static string? NodeOf(SpikeGraph graph, string tensor)
    {
        if (Aliases(graph).TryGetValue(tensor, out var alias))
            return alias;
        return graph.Nodes.Any(node => node.Name == tensor) ? tensor : null;
    }

    /// <summary>Tensors without a node of their own name, and the node that has their numbers.</summary>
    public static IReadOnlyDictionary<string, string> Aliases(SpikeGraph graph) =>
        Read(graph, AliasKey, OnnxJson.Default.DictionaryStringString) ?? [];

    /// <summary>Shape of an output as ONNX has it, the batch axis included; null for a graph that was not imported.</summary>
    public static IReadOnlyList<int>? OutputShape(SpikeGraph graph, string output) =>
        Read(graph, ShapeKey, OnnxJson.Default.DictionaryStringInt32Array)?.GetValueOrDefault(output);

    internal static void Write(
        Dictionary<string, string> metadata,
        IEnumerable<(string Tensor, string Node)> aliases,
        IEnumerable<(string Name, int[] Shape)> outputs
    )
    {
        metadata[AliasKey] = JsonSerializer.Serialize(
            aliases.ToDictionary(alias => alias.Tensor, alias => alias.Node),
            OnnxJson.Default.DictionaryStringString
        );
        metadata[ShapeKey] = JsonSerializer.Serialize(
            outputs.DistinctBy(output => output.Name).ToDictionary(output => output.Name, output => output.Shape),
            OnnxJson.Default.DictionaryStringInt32Array
        );
    }

    private static T? Read<T>(SpikeGraph graph, string key, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return graph.Info.Metadata.TryGetValue(key, out var json) ? JsonSerializer.Deserialize(json, type) : null;
        }
        catch (JsonException e)
        {
            throw new GraphException($"its metadata '{key}' cannot be read", inner: e);
        }
    }
}
