using Google.Protobuf;

namespace SpikeSharp.Onnx.Export;

/// <summary>A protobuf message being put together: fields in the order they are added, the size known at every moment, so that the message
/// around it can say its length before a byte is written.</summary>
internal sealed class ProtobufMessage
{
    private readonly List<Action<CodedOutputStream>> _fields = [];

    /// <summary>Bytes of the fields so far. More than <see cref="int.MaxValue"/> cannot be written, but can be counted.</summary>
    public long Size { get; private set; }

    /// <summary>Adds a whole number or an enumeration's.</summary>
    public ProtobufMessage Integer(int field, long value) => Add(field, CodedOutputStream.ComputeInt64Size(value), output =>
        {
            output.WriteTag(field, WireFormat.WireType.Varint);
            output.WriteInt64(value);
        });

    /// <summary>Adds a float32.</summary>
    public ProtobufMessage Real(int field, float value) => Add(field, sizeof(float), output =>
        {
            output.WriteTag(field, WireFormat.WireType.Fixed32);
            output.WriteFloat(value);
        });

    /// <summary>Adds a text.</summary>
    public ProtobufMessage Text(int field, string value) => Add(field, CodedOutputStream.ComputeStringSize(value), output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteString(value);
        });

    /// <summary>Adds bytes that are made only when they are written: a network's weights are not held twice.</summary>
    public ProtobufMessage Bytes(int field, long length, Func<byte[]> value) => Add(field, LengthSize(length) + length, output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(UnsafeByteOperations.UnsafeWrap(value()));
        });

    /// <summary>Adds a message, complete by now: what is added to it later would not fit.</summary>
    public ProtobufMessage Message(int field, ProtobufMessage inner)
    {
        var size = inner.Size;
        return Add(field, LengthSize(size) + size, output =>
        {
            output.WriteTag(field, WireFormat.WireType.LengthDelimited);
            output.WriteLength((int)size);
            inner.WriteTo(output);
        });
    }

    /// <summary>Adds messages, one after the other, under one number.</summary>
    public ProtobufMessage Messages(int field, IEnumerable<ProtobufMessage> inner)
    {
        foreach (var message in inner)
            Message(field, message);
        return this;
    }

    /// <summary>Writes the fields; <see cref="Size"/> is at most <see cref="int.MaxValue"/>.</summary>
    public void WriteTo(CodedOutputStream output)
    {
        foreach (var field in _fields)
            field(output);
    }

    private ProtobufMessage Add(int field, long size, Action<CodedOutputStream> write)
    {
        Size += CodedOutputStream.ComputeTagSize(field) + size;
        _fields.Add(write);
        return this;
    }

    private static int LengthSize(long length) => CodedOutputStream.ComputeUInt64Size((ulong)length);
}
