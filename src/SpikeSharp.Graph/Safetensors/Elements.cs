using System.Runtime.InteropServices;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>Conversion of a tensor's little-endian bytes to the three types the project computes in.</summary>
internal static class Elements
{
    public static void ToSingle(ReadOnlySpan<byte> from, DType type, Span<float> to, SafetensorsFile file, string name)
    {
        switch (type)
        {
            case DType.F32:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                break;
            case DType.F16:
                Convert<Half, float>(from, to, static v => (float)v);
                break;
            case DType.BF16:
                Convert<ushort, float>(from, to, BFloat16);
                break;
            case DType.F64:
                Convert<double, float>(from, to, static v => (float)v);
                break;
            default:
                throw Unreadable(type, "floats", file, name);
        }
    }

    public static void ToDouble(ReadOnlySpan<byte> from, DType type, Span<double> to, SafetensorsFile file, string name)
    {
        switch (type)
        {
            case DType.F64:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                break;
            case DType.F32:
                Convert<float, double>(from, to, static v => v);
                break;
            case DType.F16:
                Convert<Half, double>(from, to, static v => (double)v);
                break;
            case DType.BF16:
                Convert<ushort, double>(from, to, static v => BFloat16(v));
                break;
            default:
                throw Unreadable(type, "floats", file, name);
        }
    }

    public static void ToInt64(ReadOnlySpan<byte> from, DType type, Span<long> to, SafetensorsFile file, string name)
    {
        switch (type)
        {
            case DType.Bool:
                Convert<byte, long>(from, to, static v => v == 0 ? 0 : 1);
                break;
            case DType.U8:
                Convert<byte, long>(from, to, static v => v);
                break;
            case DType.I8:
                Convert<sbyte, long>(from, to, static v => v);
                break;
            case DType.I16:
                Convert<short, long>(from, to, static v => v);
                break;
            case DType.U16:
                Convert<ushort, long>(from, to, static v => v);
                break;
            case DType.I32:
                Convert<int, long>(from, to, static v => v);
                break;
            case DType.U32:
                Convert<uint, long>(from, to, static v => v);
                break;
            case DType.I64:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                break;
            case DType.U64:
                from.CopyTo(MemoryMarshal.AsBytes(to));
                if (to.ContainsAnyInRange(long.MinValue, -1))
                {
                    throw file.Wrong(SafetensorsRule.WrongType, $"tensor '{name}' holds a value above 2^63 - 1");
                }
                break;
            default:
                throw Unreadable(type, "whole numbers", file, name);
        }
    }

    private static float BFloat16(ushort bits) => BitConverter.UInt32BitsToSingle((uint)bits << 16);

    private static void Convert<TFrom, TTo>(ReadOnlySpan<byte> from, Span<TTo> to, Func<TFrom, TTo> convert)
        where TFrom : unmanaged
    {
        var source = MemoryMarshal.Cast<byte, TFrom>(from);
        for (var i = 0; i < source.Length; i++)
            to[i] = convert(source[i]);
    }

    private static SafetensorsException Unreadable(DType type, string wanted, SafetensorsFile file, string name) =>
        file.Wrong(SafetensorsRule.WrongType, $"tensor '{name}' is {type.Name()} and cannot be read as {wanted}");
}
