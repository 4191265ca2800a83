using System.Runtime.InteropServices;

namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>TensorProto.DataType: how wide the numbers are, and what they become: float32 or int64.</summary>
internal static class OnnxType
{
    public const long Float = 1,
        Int64 = 7,
        Half = 10,
        Double = 11;

    private const long UInt8 = 2,
        Int8 = 3,
        UInt16 = 4,
        Int16 = 5,
        Int32 = 6,
        Bool = 9,
        UInt32 = 12,
        UInt64 = 13,
        BFloat16 = 16;

    /// <summary>Whether the numbers are real.</summary>
    public static bool IsReal(long type) => type is Float or Half or Double or BFloat16;

    /// <summary>Bytes of a number; 0 for a type that is not read.</summary>
    public static int Width(long type) =>
        type switch
        {
            UInt8 or Int8 or Bool => 1,
            UInt16 or Int16 or Half or BFloat16 => 2,
            Float or Int32 or UInt32 => 4,
            Int64 or Double or UInt64 => 8,
            _ => 0,
        };

    /// <summary>Numbers from little-endian bytes, as many as the shape asks for.</summary>
    public static OnnxArray Convert(long type, int[] shape, ReadOnlySpan<byte> bytes) =>
        type switch
        {
            Float => new(shape, MemoryMarshal.Cast<byte, float>(bytes).ToArray()),
            Half => Reals<System.Half>(shape, bytes, x => (float)x),
            Double => Reals<double>(shape, bytes, x => (float)x),
            BFloat16 => Reals<ushort>(shape, bytes, FromBFloat16),
            UInt8 or Bool => Integers<byte>(shape, bytes, x => x),
            Int8 => Integers<sbyte>(shape, bytes, x => x),
            UInt16 => Integers<ushort>(shape, bytes, x => x),
            Int16 => Integers<short>(shape, bytes, x => x),
            Int32 => Integers<int>(shape, bytes, x => x),
            UInt32 => Integers<uint>(shape, bytes, x => x),
            _ => new(shape, MemoryMarshal.Cast<byte, long>(bytes).ToArray()),
        };

    /// <summary>Numbers from a typed field of whole numbers, where the small floats stand as their bits.</summary>
    public static OnnxArray FromBits(long type, int[] shape, ReadOnlySpan<long> bits)
    {
        if (!IsReal(type))
            return new OnnxArray(shape, bits.ToArray());
        var reals = new float[bits.Length];
        for (var i = 0; i < reals.Length; i++)
            reals[i] = type == Half ? (float)BitConverter.UInt16BitsToHalf((ushort)bits[i]) : FromBFloat16((ushort)bits[i]);
        return new OnnxArray(shape, reals);
    }

    private static float FromBFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static OnnxArray Reals<T>(int[] shape, ReadOnlySpan<byte> bytes, Func<T, float> convert)
        where T : unmanaged => new(shape, Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), x => convert(x)));

    private static OnnxArray Integers<T>(int[] shape, ReadOnlySpan<byte> bytes, Func<T, long> convert)
        where T : unmanaged => new(shape, Array.ConvertAll(MemoryMarshal.Cast<byte, T>(bytes).ToArray(), x => convert(x)));
}
