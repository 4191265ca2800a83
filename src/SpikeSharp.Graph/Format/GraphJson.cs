using System.Buffers;
using System.Text;
using System.Text.Json;

namespace SpikeSharp.Graph.Format;

/// <summary>The graph as JSON, without its weights: written in one order, read strictly.</summary>
internal static class GraphJson
{
    internal static string Write(SpikeGraph graph)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("format", GraphFile.Key);
            json.WriteNumber("version", GraphFile.Version);
            WriteInfo(json, graph.Info);
            json.WriteStartArray("nodes");
            foreach (var node in graph.Nodes) WriteNode(json, node);
            json.WriteEndArray();
            json.WriteStartArray("outputs");
            foreach (var output in graph.Outputs)
            {
                json.WriteStartObject();
                json.WriteString("name", output.Name);
                json.WriteString("value", output.Value);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static SpikeGraph Read(OperationFields fields)
    {
        var format = fields.Word("format");
        if (format != GraphFile.Key) throw fields.Error($"the format is '{format}', wanted '{GraphFile.Key}'");
        int version = fields.Integer("version");
        if (version != GraphFile.Version) throw fields.Error($"the format has version {version}, this program reads {GraphFile.Version}");
        var info = new GraphInfo(fields.Word("name"), fields.Integer("timeSteps"), fields.Integer("imageSize"))
        {
            ClassNames = fields.Words("classNames"),
            Strides = fields.Integers("strides"),
            Metadata = fields.Dictionary("metadata"),
        };
        GraphNode[] nodes = [.. fields.Objects("nodes").Select(ReadNode)];
        GraphOutput[] outputs = [.. fields.Objects("outputs").Select(ReadOutput)];
        fields.Done();
        return new SpikeGraph(info, nodes, outputs);
    }

    private static void WriteInfo(Utf8JsonWriter json, GraphInfo info)
    {
        json.WriteString("name", info.Name);
        json.WriteNumber("timeSteps", info.TimeSteps);
        json.WriteNumber("imageSize", info.ImageSize);
        WriteWords(json, "classNames", info.ClassNames);
        json.WriteStartArray("strides");
        foreach (var stride in info.Strides) json.WriteNumberValue(stride);
        json.WriteEndArray();
        json.WriteStartObject("metadata");
        foreach (var (key, value) in info.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
    }

    private static void WriteNode(Utf8JsonWriter json, GraphNode node)
    {
        json.WriteStartObject();
        json.WriteString("name", node.Name);
        json.WriteString("op", node.Operation.Kind);
        WriteWords(json, "inputs", node.Inputs);
        node.Operation.Write(json);
        json.WriteEndObject();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words) json.WriteStringValue(word);
        json.WriteEndArray();
    }

    private static GraphNode ReadNode(OperationFields fields)
    {
        var name = fields.Word("name");
        fields.Node = name;
        var node = new GraphNode(name, OperationCatalogue.Read(fields.Word("op"), fields), fields.Words("inputs"));
        fields.Done();
        return node;
    }

    private static GraphOutput ReadOutput(OperationFields fields)
    {
        var output = new GraphOutput(fields.Word("name"), fields.Word("value"));
        fields.Done();
        return output;
    }
}
