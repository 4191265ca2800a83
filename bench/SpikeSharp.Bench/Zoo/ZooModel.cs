using System.Globalization;

namespace SpikeSharp.Bench.Zoo;

/// <summary>A small model: input x, a node or some, and its outputs.</summary>
/// <param name="Name">Name of the file.</param>
/// <param name="Opset">Version of the operators.</param>
/// <param name="Shape">Of the input.</param>
/// <param name="Outputs">Names of the results.</param>
/// <param name="Nodes">In order.</param>
internal sealed record ZooModel(string Name, int Opset, int[] Shape, string[] Outputs, IReadOnlyList<ZooNode> Nodes)
{
    /// <summary>What stands beside the graph as text.</summary>
    public (string Key, string Value)[] Metadata { get; init; } = [];

    /// <summary>The file.</summary>
    public byte[] ToBytes()
    {
        var model = new Message().Number(1, 8).Add(7, Graph()).Add(8, new Message().Text(1, "").Number(2, Opset));
        foreach (var (key, value) in Metadata)
            model.Add(14, new Message().Text(1, key).Text(2, value));
        return model.ToArray();
    }

    private Message Graph()
    {
        var (graph, constants) = (new Message(), new List<Message>());
        foreach (var node in Nodes)
        {
            var message = new Message();
            foreach (var input in node.Inputs)
                message.Text(1, input.Constant is { } constant ? Add(constants, constant) : input.Name!);
            foreach (var output in node.Outputs)
                message.Text(2, output);
            message.Text(3, $"{node.Operator}_{node.Outputs[0]}").Text(4, node.Operator);
            foreach (var attribute in node.Attributes)
                message.Add(5, attribute.Message);
            graph.Add(1, message);
        }
        graph.Text(2, Name);
        foreach (var constant in constants)
            graph.Add(5, constant);
        graph.Add(11, Port("x", Shape));
        foreach (var output in Outputs)
            graph.Add(12, Port(output, null));
        return graph;
    }

    private static string Add(List<Message> constants, Constant constant)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"constant{constants.Count}");
        constants.Add(constant.ToMessage(name));
        return name;
    }

    // A ValueInfoProto of float32; a shape that is left out is for the runtime to find.
    private static Message Port(string name, int[]? shape)
    {
        var tensor = new Message().Number(1, 1);
        if (shape is not null)
        {
            var sizes = new Message();
            foreach (var size in shape)
                sizes.Add(1, new Message().Number(1, size));
            tensor.Add(2, sizes);
        }
        return new Message().Text(1, name).Add(2, new Message().Add(1, tensor));
    }
}
