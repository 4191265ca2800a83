using System.Runtime.InteropServices;

namespace SpikeSharp.Graph.Safetensors;

/// <summary>A tensor to be written: what the header needs, and a way to stream the bytes.</summary>
/// <param name="Name">Unique in the file.</param>
/// <param name="DType">Element type.</param>
/// <param name="Shape">Sizes, each ≥ 0; empty for a scalar.</param>
/// <param name="Write">Writes the elements, little-endian, last dimension contiguous; as many bytes as type and shape need.</param>
public sealed record TensorSource(string Name, DType DType, long[] Shape, Action<Stream> Write)
{
    /// <summary>A tensor held in an array.</summary>
    /// <typeparam name="T">bool, Half, float, double or a whole number of 8 to 64 bits.</typeparam>
    /// <param name="name">Unique in the file.</param>
    /// <param name="values">As many as the shape's product; kept, not copied.</param>
    /// <param name="shape">Sizes; none for a scalar.</param>
    public static TensorSource Of<T>(string name, ReadOnlyMemory<T> values, params long[] shape)
        where T : unmanaged => new(name, DTypeLayout.Of<T>(), shape, stream => stream.Write(MemoryMarshal.AsBytes(values.Span)));
}
