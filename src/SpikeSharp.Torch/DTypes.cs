namespace SpikeSharp.Torch;

/// <summary>Facts of the element types.</summary>
public static class DTypes
{
    /// <summary>Bytes of one element.</summary>
    public static int SizeInBytes(this DType type) =>
        type switch
        {
            DType.UInt8 or DType.Int8 or DType.Bool => 1,
            DType.Int16 or DType.Float16 or DType.BFloat16 => 2,
            DType.Int32 or DType.Float32 => 4,
            DType.Int64 or DType.Float64 => 8,
            _ => throw new TorchException("element size", $"element type {(int)type} is not supported"),
        };

    /// <summary>Whether it is a floating-point type.</summary>
    public static bool IsFloatingPoint(this DType type) => type is DType.Float16 or DType.Float32 or DType.Float64 or DType.BFloat16;
}
