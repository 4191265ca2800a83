using System.Runtime.InteropServices;

namespace SpikeSharp.Onnx.Export;

/// <summary>The messages of onnx.proto that a network needs, with the numbers of their fields.</summary>
internal static class OnnxMessages
{
    /// <summary>float32, of TensorProto.DataType.</summary>
    public const int FloatType = 1;

    private const int Int64Type = 7;
    private const int FloatAttribute = 1,
        IntAttribute = 2,
        TextAttribute = 3,
        IntsAttribute = 7; // AttributeProto.AttributeType

    /// <summary>ModelProto.</summary>
    public static ProtobufMessage Model(ProtobufMessage graph, IEnumerable<KeyValuePair<string, string>> metadata) =>
        new ProtobufMessage()
            .Integer(1, OnnxFile.IrVersion)
            .Text(2, "spikesharp")
            .Text(3, typeof(OnnxMessages).Assembly.GetName().Version!.ToString(3))
            .Message(7, graph)
            .Message(8, new ProtobufMessage().Text(1, "").Integer(2, OnnxFile.WrittenOpset))
            .Messages(14, metadata.Select(entry => new ProtobufMessage().Text(1, entry.Key).Text(2, entry.Value)));

    /// <summary>GraphProto.</summary>
    public static ProtobufMessage Graph(
        string name,
        IEnumerable<ProtobufMessage> nodes,
        IEnumerable<ProtobufMessage> initialisers,
        IEnumerable<ProtobufMessage> inputs,
        IEnumerable<ProtobufMessage> outputs,
        IEnumerable<ProtobufMessage> values
    ) =>
        new ProtobufMessage()
            .Messages(1, nodes)
            .Text(2, name)
            .Messages(5, initialisers)
            .Messages(11, inputs)
            .Messages(12, outputs)
            .Messages(13, values);

    /// <summary>NodeProto, named as its first output.</summary>
    public static ProtobufMessage Node(
        string operation,
        ReadOnlySpan<string> outputs,
        ReadOnlySpan<string> inputs,
        ReadOnlySpan<ProtobufMessage> attributes
    )
    {
        var node = new ProtobufMessage();
        foreach (var input in inputs)
            node.Text(1, input);
        foreach (var output in outputs)
            node.Text(2, output);
        node.Text(3, outputs[0]).Text(4, operation);
        foreach (var attribute in attributes)
            node.Message(5, attribute);
        return node;
    }

    /// <summary>AttributeProto of a whole number.</summary>
    public static ProtobufMessage Attribute(string name, long value) =>
        new ProtobufMessage().Text(1, name).Integer(3, value).Integer(20, IntAttribute);

    /// <summary>AttributeProto of a number.</summary>
    public static ProtobufMessage Attribute(string name, float value) =>
        new ProtobufMessage().Text(1, name).Real(2, value).Integer(20, FloatAttribute);

    /// <summary>AttributeProto of a word.</summary>
    public static ProtobufMessage Attribute(string name, string value) =>
        new ProtobufMessage().Text(1, name).Text(4, value).Integer(20, TextAttribute);

    /// <summary>AttributeProto of whole numbers.</summary>
    public static ProtobufMessage Attribute(string name, params ReadOnlySpan<long> values)
    {
        var attribute = new ProtobufMessage().Text(1, name);
        foreach (var value in values)
            attribute.Integer(8, value);
        return attribute.Integer(20, IntsAttribute);
    }

    /// <summary>TensorProto of float32: row-major bytes, made when they are written.</summary>
    public static ProtobufMessage Floats(string name, IEnumerable<long> shape, long count, Func<byte[]> bytes) =>
        Tensor(name, FloatType, shape, count * sizeof(float), bytes);

    /// <summary>TensorProto of int64, a vector.</summary>
    public static ProtobufMessage Integers(string name, long[] values) =>
        Tensor(name, Int64Type, [values.Length], values.Length * sizeof(long), () => MemoryMarshal.AsBytes<long>(values).ToArray());

    /// <summary>ValueInfoProto of a float32 tensor.</summary>
    public static ProtobufMessage Value(string name, IEnumerable<long> shape) =>
        new ProtobufMessage()
            .Text(1, name)
            .Message(
                2,
                new ProtobufMessage().Message(
                    1,
                    new ProtobufMessage()
                        .Integer(1, FloatType)
                        .Message(2, new ProtobufMessage().Messages(1, shape.Select(size => new ProtobufMessage().Integer(1, size))))
                )
            );

    private static ProtobufMessage Tensor(string name, int type, IEnumerable<long> shape, long length, Func<byte[]> bytes)
    {
        var tensor = new ProtobufMessage();
        foreach (var size in shape)
            tensor.Integer(1, size);
        return tensor.Integer(2, type).Text(8, name).Bytes(9, length, bytes);
    }
}
