namespace SpikeSharp.Graph.Safetensors;

/// <summary>Size and file name of the element types.</summary>
public static class DTypeLayout
{
    /// <summary>Bytes an element takes: 1, 2, 4 or 8.</summary>
    public static int Size(this DType type) =>
        type switch
        {
            DType.Bool or DType.U8 or DType.I8 => 1,
            DType.I16 or DType.U16 or DType.F16 or DType.BF16 => 2,
            DType.I32 or DType.U32 or DType.F32 => 4,
            DType.F64 or DType.I64 or DType.U64 => 8,
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
        };

    /// <summary>The name in the file's header: "F32", "BOOL".</summary>
    public static string Name(this DType type) =>
        type switch
        {
            DType.Bool => "BOOL",
            _ => Enum.GetName(type) ?? throw new ArgumentOutOfRangeException(nameof(type), type, "not an element type"),
        };

    /// <summary>The element type of a C# type; bfloat16 has none.</summary>
    /// <exception cref="NotSupportedException">The type has no counterpart in the format.</exception>
    public static DType Of<T>()
        where T : unmanaged =>
        default(T) switch
        {
            bool => DType.Bool,
            byte => DType.U8,
            sbyte => DType.I8,
            short => DType.I16,
            ushort => DType.U16,
            Half => DType.F16,
            int => DType.I32,
            uint => DType.U32,
            float => DType.F32,
            double => DType.F64,
            long => DType.I64,
            ulong => DType.U64,
            _ => throw new NotSupportedException($"{typeof(T)} is no element type of safetensors"),
        };
}
