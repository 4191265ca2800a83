using System.Text.Json;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Graph.Format;

/// <summary>The graph's file: one safetensors file, the weights as float32 tensors <c>node.role</c>, the graph as JSON in the
/// metadata under <see cref="Key"/>.</summary>
public static class GraphFile
{
    /// <summary>Key of the metadata entry, and name of the format inside it.</summary>
    public const string Key = "spikesharp-graph";

    /// <summary>Version of the format this code writes and reads.</summary>
    public const int Version = 1;

    /// <summary>Whether a safetensors file holds a graph (of any version).</summary>
    public static bool IsGraph(SafetensorsFile file) => file.Metadata.ContainsKey(Key);

    /// <summary>Writes the file atomically, with a checksum; the same graph gives the same bytes.</summary>
    /// <exception cref="IOException">The file cannot be written; an older one is untouched.</exception>
    public static void Save(SpikeGraph graph, string path)
    {
        var tensors = graph.Weights.Select(weight =>
            TensorSource.Of<float>(weight.Name, weight.Tensor.Array, [.. weight.Tensor.Shape.Select(size => (long)size)])
        );
        SafetensorsWriter.Write(path, tensors, new Dictionary<string, string> { [Key] = GraphJson.Write(graph) }, checksum: true);
    }

    /// <summary>Reads a file and checks all of it: format, checksum, weights, and every rule of <see cref="SpikeGraph"/>.</summary>
    /// <exception cref="GraphException">The file holds no graph, or one that breaks a rule.</exception>
    /// <exception cref="SafetensorsException">It is no safetensors file, or a damaged one.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static SpikeGraph Load(string path)
    {
        using var file = SafetensorsFile.Open(path);
        return Load(file);
    }

    /// <summary>Reads a file that is open already; otherwise as <see cref="Load(string)"/>.</summary>
    /// <param name="file">The file; stays the caller's.</param>
    public static SpikeGraph Load(SafetensorsFile file)
    {
        if (file.HasChecksum)
            file.Verify();
        try
        {
            if (!IsGraph(file))
                throw new GraphException($"the file has no metadata '{Key}': it is no graph; make one with 'spikesharp compile'");
            return Read(file, file.Metadata[Key]);
        }
        catch (GraphException e)
        {
            throw e.In(file.FilePath);
        }
    }

    internal static SpikeGraph Read(SafetensorsFile file, string json)
    {
        using var document = Parse(json);
        var read = new HashSet<string>(StringComparer.Ordinal);
        var graph = GraphJson.Read(new OperationFields(document.RootElement, null, file, read));
        var extra = file.Tensors.Keys.FirstOrDefault(name => !read.Contains(name));
        return extra is null ? graph : throw new GraphException($"tensor '{extra}' belongs to no node");
    }

    private static JsonDocument Parse(string json)
    {
        try
        {
            return JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = 16, AllowDuplicateProperties = false });
        }
        // The second is what a property name with half a surrogate pair brings.
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new GraphException("the graph is not valid JSON" + SafetensorsHeader.Place(e), inner: e);
        }
    }
}
