using System.Runtime.InteropServices;
using System.Text;

namespace SpikeSharp.Onnx.Tests.Export;

/// <summary>An ONNX file as read back: by the numbers of onnx.proto, without the library that wrote it.</summary>
internal sealed class OnnxModel
{
    private readonly ProtobufFields _graph,
        _model;

    private OnnxModel(byte[] bytes) => (_model, _graph) = (new ProtobufFields(bytes), new ProtobufFields(bytes).Message(7));

    public static OnnxModel Read(string path) => new(File.ReadAllBytes(path));

    public long IrVersion => _model.Integer(1);

    public IReadOnlyList<(string Domain, long Version)> Opsets => [.. _model.Messages(8).Select(set => (set.Text(1), set.Integer(2)))];

    public IReadOnlyDictionary<string, string> Metadata => _model.Messages(14).ToDictionary(entry => entry.Text(1), entry => entry.Text(2));

    public IReadOnlyList<Node> Nodes =>
        [
            .. _graph
                .Messages(1)
                .Select(node => new Node(
                    node.Text(3),
                    node.Text(4),
                    [.. node.Texts(1)],
                    [.. node.Texts(2)],
                    node.Messages(5).ToDictionary(a => a.Text(1), Attribute)
                )),
        ];

    public IReadOnlyDictionary<string, Tensor> Initialisers =>
        _graph.Messages(5).ToDictionary(t => t.Text(8), t => new Tensor(t.Integers(1), t.Integer(2), t.Bytes(9)));

    public IReadOnlyDictionary<string, long[]> Inputs => Values(11);

    public IReadOnlyDictionary<string, long[]> Outputs => Values(12);

    public IReadOnlyDictionary<string, long[]> Inside => Values(13);

    public Node this[string name] => Assert.Single(Nodes, node => node.Name == name);

    private Dictionary<string, long[]> Values(int field) =>
        _graph
            .Messages(field)
            .ToDictionary(
                value => value.Text(1),
                value =>
                {
                    var tensor = value.Message(2).Message(1);
                    Assert.Equal(1, tensor.Integer(1));
                    return tensor.Message(2).Messages(1).Select(size => size.Integer(1)).ToArray();
                }
            );

    private static string Attribute(ProtobufFields attribute) =>
        attribute.Integer(20) switch
        {
            2 => $"{attribute.Integer(3)}",
            3 => attribute.Text(4),
            7 => string.Join(',', attribute.Integers(8)),
            var type => throw new InvalidDataException($"attribute type {type}"),
        };

    /// <summary>A NodeProto; attributes as text.</summary>
    public sealed record Node(string Name, string Operation, string[] Inputs, string[] Outputs, Dictionary<string, string> Attributes);

    /// <summary>A TensorProto.</summary>
    public sealed record Tensor(long[] Shape, long Type, byte[] Raw)
    {
        public float[] Floats =>
            Type == 1 ? MemoryMarshal.Cast<byte, float>(Raw).ToArray() : throw new InvalidDataException($"type {Type}");

        public long[] Integers =>
            Type == 7 ? MemoryMarshal.Cast<byte, long>(Raw).ToArray() : throw new InvalidDataException($"type {Type}");
    }

    /// <summary>The fields of a protobuf message.</summary>
    private sealed class ProtobufFields
    {
        private readonly List<(int Number, long Value, byte[] Content)> _fields = [];

        public ProtobufFields(byte[] bytes)
        {
            for (var at = 0; at < bytes.Length; )
            {
                var tag = Varint(bytes, ref at);
                var value = Varint(bytes, ref at);
                var length = (tag & 7) switch
                {
                    0 => 0,
                    2 => (int)value,
                    var type => throw new InvalidDataException($"wire type {type}"),
                };
                _fields.Add(((int)(tag >> 3), value, bytes.AsSpan(at, length).ToArray()));
                at += length;
            }
        }

        public long Integer(int number) => Integers(number).Single();

        public long[] Integers(int number) => [.. _fields.Where(field => field.Number == number).Select(field => field.Value)];

        public string Text(int number) => Texts(number).Single();

        public IEnumerable<string> Texts(int number) => All(number).Select(Encoding.UTF8.GetString);

        public byte[] Bytes(int number) => All(number).Single();

        public ProtobufFields Message(int number) => Messages(number).Single();

        public IEnumerable<ProtobufFields> Messages(int number) => All(number).Select(content => new ProtobufFields(content));

        private IEnumerable<byte[]> All(int number) => _fields.Where(field => field.Number == number).Select(field => field.Content);

        private static long Varint(byte[] bytes, ref int at)
        {
            ulong value = 0;
            for (var shift = 0; ; shift += 7)
            {
                var part = bytes[at++];
                value |= (ulong)(part & 127) << shift;
                if (part < 128)
                    return (long)value;
            }
        }
    }
}
