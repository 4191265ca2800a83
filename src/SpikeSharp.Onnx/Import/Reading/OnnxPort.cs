namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>A ValueInfoProto: an input or output of the graph with its shape.</summary>
internal sealed class OnnxPort
{
    private readonly List<long?> _sizes = [];

    public OnnxPort(ReadOnlyMemory<byte> message)
    {
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            if (field.Field == 1)
                Name = field.Text;
            else if (field.Field == 2)
                ReadType(field.Bytes);
        }
    }

    public string Name { get; } = "";

    /// <summary>Sizes; null for one that has a name instead of a number, or neither.</summary>
    public IReadOnlyList<long?> Sizes => _sizes;

    /// <summary>TypeProto: tensor_type, of it shape, of it dim.</summary>
    private void ReadType(ReadOnlyMemory<byte> message)
    {
        foreach (var tensor in Inside(message, 1))
        {
            foreach (var shape in Inside(tensor, 2))
            {
                foreach (var size in Inside(shape, 1))
                    _sizes.Add(Size(size));
            }
        }
    }

    private static long? Size(ReadOnlyMemory<byte> message)
    {
        long? size = null;
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            if (field.Field == 1)
                size = (long)field.Number;
        }
        // Some exporters write 0 or −1 for a size that is not known.
        return size > 0 ? size : null;
    }

    private static List<ReadOnlyMemory<byte>> Inside(ReadOnlyMemory<byte> message, int wanted)
    {
        var inside = new List<ReadOnlyMemory<byte>>();
        for (var field = new ProtobufReader(message); field.Next(); )
        {
            if (field.Field == wanted)
                inside.Add(field.Bytes);
        }
        return inside;
    }
}
