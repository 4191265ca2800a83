namespace SpikeSharp.Graph.Safetensors;

/// <summary>What the header says of one tensor, checked against the file.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Sizes, each ≥ 0, last dimension contiguous; empty for a scalar. Not to be changed.</param>
/// <param name="Offset">First byte, counted from the end of the header.</param>
/// <param name="ByteLength">Bytes taken: the product of the shape times the size of an element.</param>
public sealed record TensorInfo(string Name, DType DType, long[] Shape, long Offset, long ByteLength)
{
    /// <summary>Number of elements: the product of the shape, 1 for a scalar.</summary>
    public long Elements => ByteLength / DType.Size();

    /// <summary>For messages: "F32 [3, 4]".</summary>
    public override string ToString() => $"{DType.Name()} [{string.Join(", ", Shape)}]";
}
