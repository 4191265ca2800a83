using System.Text;
using Google.Protobuf;

namespace SpikeSharp.Bench.Zoo;

/// <summary>A protobuf message being put together, by the numbers of onnx.proto: not by the code that the zoo tests.</summary>
internal sealed class Message
{
    private readonly MemoryStream _bytes = new();

    public Message Number(int field, long value) => Write(field, WireFormat.WireType.Varint, output => output.WriteInt64(value));

    public Message Real(int field, float value) => Write(field, WireFormat.WireType.Fixed32, output => output.WriteFloat(value));

    public Message Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Message Add(int field, Message inner) => Bytes(field, inner.ToArray());

    public Message Bytes(int field, byte[] value) =>
        Write(field, WireFormat.WireType.LengthDelimited, output => output.WriteBytes(ByteString.CopyFrom(value)));

    public byte[] ToArray() => _bytes.ToArray();

    private Message Write(int field, WireFormat.WireType type, Action<CodedOutputStream> write)
    {
        using var output = new CodedOutputStream(_bytes, leaveOpen: true);
        output.WriteTag(field, type);
        write(output);
        return this;
    }
}
