namespace SpikeSharp.Torch.Interop;

/// <summary>An argument of <see cref="Op"/>: made by implicit conversion, kept on the stack.</summary>
public readonly struct Value
{
    private Value(Tag tag, long bits) => (Tag, Bits) = (tag, bits);

    // Null is None whatever its type, so that no tag ever promises memory that is not there.
    private Value(Tag tag, object? reference) => (Tag, Reference) = (reference is null ? Tag.None : tag, reference);

    internal Tag Tag { get; }
    internal object? Reference { get; }
    internal long Bits { get; }

    /// <summary>The schema's default.</summary>
    public static Value Default => default;

    /// <summary>A tensor, or None.</summary>
    public static implicit operator Value(Tensor? tensor) => new(Tag.Tensor, tensor);

    /// <summary>An integer; also a float where the schema says so, or one number for all of a list of fixed length.</summary>
    public static implicit operator Value(long number) => new(Tag.Int, number);

    /// <summary>A float.</summary>
    public static implicit operator Value(double number) => new(Tag.Float, BitConverter.DoubleToInt64Bits(number));

    /// <summary>A bool.</summary>
    public static implicit operator Value(bool flag) => new(Tag.Bool, flag ? 1 : 0);

    /// <summary>A list of integers, or None; also a list of floats where the schema says so.</summary>
    public static implicit operator Value(long[]? list) => new(Tag.Ints, list);

    /// <summary>A list of floats, or None.</summary>
    public static implicit operator Value(double[]? list) => new(Tag.Floats, list);

    /// <summary>A list of tensors; null elements are None.</summary>
    public static implicit operator Value(Tensor?[]? list) => new(Tag.Tensors, list);

    /// <summary>A string, or a device such as "cuda:0".</summary>
    public static implicit operator Value(string? text) => new(Tag.String, text);

    /// <summary>An element type, or None.</summary>
    public static implicit operator Value(DType? type) => type is { } t ? (Value)t : new(Tag.None, null);

    /// <summary>An element type.</summary>
    public static implicit operator Value(DType type) => new(Tag.Int, (long)type);
}
