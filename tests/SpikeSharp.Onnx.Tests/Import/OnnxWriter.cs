using System.Runtime.InteropServices;
using Google.Protobuf;
using SpikeSharp.Onnx.Export;

namespace SpikeSharp.Onnx.Tests.Import;

/// <summary>Puts small ONNX files together, right ones and wrong ones.</summary>
internal sealed class OnnxWriter
{
    private readonly List<ProtobufMessage> _nodes = [],
        _tensors = [],
        _inputs = [],
        _outputs = [];

    public long Opset { get; init; } = 13;

    public Dictionary<string, string> Metadata { get; } = [];

    public OnnxWriter Input(string name, params long[] shape)
    {
        _inputs.Add(OnnxMessages.Value(name, shape));
        return this;
    }

    public OnnxWriter Output(string name)
    {
        _outputs.Add(OnnxMessages.Value(name, []));
        return this;
    }

    public OnnxWriter Node(string operation, string[] inputs, string[] outputs, params ProtobufMessage[] attributes)
    {
        _nodes.Add(OnnxMessages.Node(operation, outputs, inputs, attributes));
        return this;
    }

    public OnnxWriter Node(string operation, string input, string output, params ProtobufMessage[] attributes) =>
        Node(operation, [input], [output], attributes);

    public OnnxWriter Floats(string name, long[] shape, params float[] values)
    {
        _tensors.Add(OnnxMessages.Floats(name, shape, values.Length, () => MemoryMarshal.AsBytes<float>(values).ToArray()));
        return this;
    }

    public OnnxWriter Integers(string name, params long[] values)
    {
        _tensors.Add(OnnxMessages.Integers(name, values));
        return this;
    }

    /// <summary>A TensorProto of any fields.</summary>
    public OnnxWriter Tensor(ProtobufMessage tensor)
    {
        _tensors.Add(tensor);
        return this;
    }

    public byte[] ToBytes()
    {
        var graph = OnnxMessages.Graph("test", _nodes, _tensors, _inputs, _outputs, []);
        var model = new ProtobufMessage()
            .Integer(1, 8)
            .Message(7, graph)
            .Message(8, new ProtobufMessage().Text(1, "").Integer(2, Opset))
            .Messages(14, Metadata.Select(entry => new ProtobufMessage().Text(1, entry.Key).Text(2, entry.Value)));
        return ToBytes(model);
    }

    public static byte[] ToBytes(ProtobufMessage message)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
            message.WriteTo(output);
        return stream.ToArray();
    }
}
