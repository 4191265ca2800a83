using System.Buffers.Binary;
using System.Text;

namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>The fields of one protobuf message, one after the other. What a field holds is a part of the file's bytes, never a copy, so a
/// length that lies costs nothing; and a message inside is read only by whoever knows its field, so nesting goes no deeper than the
/// schema.</summary>
internal struct ProtobufReader(ReadOnlyMemory<byte> message)
{
    private int _at;

    /// <summary>Number of the field that <see cref="Next"/> came to.</summary>
    public int Field { get; private set; }

    /// <summary>Its whole number, or the bits of its fixed-width one.</summary>
    public ulong Number { get; private set; }

    /// <summary>Its bytes, when it has a length.</summary>
    public ReadOnlyMemory<byte> Bytes { get; private set; }

    /// <summary>Whether it has a length, as messages, texts and packed numbers have.</summary>
    public bool HasLength { get; private set; }

    /// <summary>Its float32.</summary>
    public readonly float Real => BitConverter.UInt32BitsToSingle((uint)Number);

    /// <summary>Its text.</summary>
    public readonly string Text => Encoding.UTF8.GetString(Bytes.Span);

    /// <summary>Goes to the next field.</summary>
    /// <exception cref="OnnxException">The bytes are no protobuf message.</exception>
    public bool Next()
    {
        if (_at == message.Length)
            return false;
        var tag = Varint();
        if (tag >> 3 is 0 or > int.MaxValue)
            throw Damaged();
        (Field, Number, Bytes, HasLength) = ((int)(tag >> 3), 0, default, (tag & 7) == 2);
        switch (tag & 7)
        {
            case 0:
                Number = Varint();
                break;
            case 1:
                Number = BinaryPrimitives.ReadUInt64LittleEndian(Take(8).Span);
                break;
            case 2:
                Bytes = Take(Varint());
                break;
            case 5:
                Number = BinaryPrimitives.ReadUInt32LittleEndian(Take(4).Span);
                break;
            default:
                throw Damaged(); // groups, which nothing has written for decades
        }
        return true;
    }

    /// <summary>Adds the whole numbers of a repeated field, packed or one by one.</summary>
    public readonly void AddTo(List<long> numbers)
    {
        if (!HasLength)
        {
            numbers.Add((long)Number);
            return;
        }
        var packed = new ProtobufReader(Bytes);
        while (packed._at < Bytes.Length)
            numbers.Add((long)packed.Varint());
    }

    private ReadOnlyMemory<byte> Take(ulong length)
    {
        if (length > (ulong)(message.Length - _at))
            throw Damaged();
        var bytes = message.Slice(_at, (int)length);
        _at += (int)length;
        return bytes;
    }

    private ulong Varint()
    {
        ulong value = 0;
        for (var shift = 0; shift < 64; shift += 7)
        {
            if (_at == message.Length)
                throw Damaged();
            var part = message.Span[_at++];
            value |= (ulong)(part & 127) << shift;
            if (part < 128)
                return value;
        }
        throw Damaged();
    }

    private static OnnxException Damaged() => new("it is no ONNX file, or a damaged one: its bytes are no protobuf message");
}
