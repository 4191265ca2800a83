using System.Buffers;
using System.Text;
using System.Text.Json;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;

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
            foreach (var node in graph.Nodes)
                WriteNode(json, node);
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
            if (graph.Plan is { } plan)
                WritePlan(json, plan);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    internal static SpikeGraph Read(OperationFields fields)
    {
        var format = fields.Word("format");
        if (format != GraphFile.Key)
            throw fields.Error($"the format is '{format}', wanted '{GraphFile.Key}'");
        var version = fields.Integer("version");
        if (version != GraphFile.Version)
            throw fields.Error($"the format has version {version}, this program reads {GraphFile.Version}");
        var info = new GraphInfo(fields.Word("name"), fields.Integer("timeSteps"), fields.Integer("imageSize"))
        {
            ImageWidth = fields.Has("imageWidth") ? fields.Integer("imageWidth") : null,
            ClassNames = fields.Words("classNames"),
            Strides = fields.Integers("strides"),
            Metadata = fields.Dictionary("metadata"),
        };
        GraphNode[] nodes = [.. fields.Objects("nodes").Select(ReadNode)];
        GraphOutput[] outputs = [.. fields.Objects("outputs").Select(ReadOutput)];
        var plan = fields.Has("plan") ? ReadPlan(fields.Object("plan")) : null;
        fields.Done();
        return new SpikeGraph(info, nodes, outputs, plan);
    }

    private static void WriteInfo(Utf8JsonWriter json, GraphInfo info)
    {
        json.WriteString("name", info.Name);
        json.WriteNumber("timeSteps", info.TimeSteps);
        json.WriteNumber("imageSize", info.ImageSize);
        if (info.ImageWidth is { } width)
            json.WriteNumber("imageWidth", width);
        WriteWords(json, "classNames", info.ClassNames);
        WriteNumbers(json, "strides", info.Strides);
        json.WriteStartObject("metadata");
        foreach (var (key, value) in info.Metadata.OrderBy(entry => entry.Key, StringComparer.Ordinal))
            json.WriteString(key, value);
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

    private static void WritePlan(Utf8JsonWriter json, GraphPlan plan)
    {
        json.WriteStartObject("plan");
        json.WriteNumber("images", plan.Images);
        json.WriteNumber("imageSize", plan.ImageSize);
        json.WriteStartArray("convolutions");
        foreach (var convolution in plan.Convolutions)
        {
            json.WriteStartObject();
            json.WriteString("node", convolution.Node);
            json.WriteNumber("density", convolution.Density);
            json.WriteNumber("pairDensity", convolution.PairDensity);
            WriteNumbers(json, "order", convolution.Order);
            json.WriteBoolean("factors", convolution.UsesFactors);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IReadOnlyList<int> numbers)
    {
        json.WriteStartArray(name);
        foreach (var number in numbers)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }

    private static void WriteWords(Utf8JsonWriter json, string name, IReadOnlyList<string> words)
    {
        json.WriteStartArray(name);
        foreach (var word in words)
            json.WriteStringValue(word);
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

    private static GraphPlan ReadPlan(OperationFields fields)
    {
        var plan = new GraphPlan(
            fields.Integer("images"),
            fields.Integer("imageSize"),
            [.. fields.Objects("convolutions").Select(ReadConvolutionPlan)]
        );
        fields.Done();
        return plan;
    }

    private static ConvolutionPlan ReadConvolutionPlan(OperationFields fields)
    {
        var plan = new ConvolutionPlan(
            fields.Word("node"),
            fields.Number("density"),
            fields.Number("pairDensity"),
            fields.Integers("order"),
            fields.Boolean("factors")
        );
        fields.Done();
        return plan;
    }
}
