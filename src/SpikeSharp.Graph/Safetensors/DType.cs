namespace SpikeSharp.Graph.Safetensors;

/// <summary>Element types of a safetensors file, little-endian. The order is the format's own, by size: the writer sorts by it.</summary>
public enum DType
{
    /// <summary>One byte, 0 or 1.</summary>
    Bool,

    /// <summary>Unsigned, 8 bits.</summary>
    U8,

    /// <summary>Signed, 8 bits.</summary>
    I8,

    /// <summary>Signed, 16 bits.</summary>
    I16,

    /// <summary>Unsigned, 16 bits.</summary>
    U16,

    /// <summary>IEEE half, 16 bits.</summary>
    F16,

    /// <summary>The upper half of a float32, 16 bits.</summary>
    BF16,

    /// <summary>Signed, 32 bits.</summary>
    I32,

    /// <summary>Unsigned, 32 bits.</summary>
    U32,

    /// <summary>IEEE single, 32 bits.</summary>
    F32,

    /// <summary>IEEE double, 64 bits.</summary>
    F64,

    /// <summary>Signed, 64 bits.</summary>
    I64,

    /// <summary>Unsigned, 64 bits.</summary>
    U64,
}
