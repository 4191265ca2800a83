namespace SpikeSharp.Graph;

/// <summary>A weight of the graph: float32, row-major, finite.</summary>
public sealed class WeightTensor
{
    private readonly int[] _shape;
    private readonly float[] _values;

    /// <summary>Takes the numbers over; the caller does not change them afterwards.</summary>
    /// <param name="shape">Sizes, each at least 1, rank at least 1.</param>
    /// <param name="values">As many finite numbers as the sizes ask for.</param>
    /// <exception cref="GraphException">Sizes and count disagree, or a number is not finite.</exception>
    public WeightTensor(ReadOnlySpan<int> shape, float[] values)
    {
        _shape = shape.ToArray();
        long count = 1;
        foreach (var size in shape)
        {
            if (size < 1 || (count *= size) > int.MaxValue)
                throw new GraphException($"a weight of shape {this} is empty or too large");
        }
        if (shape.Length == 0 || count != values.Length)
            throw new GraphException($"a weight of shape {this} needs {count} numbers, {values.Length} given");
        // Millions of numbers a file: no call for each.
        for (var i = 0; i < values.Length; i++)
        {
            if (!float.IsFinite(values[i]))
                throw new GraphException($"a weight of shape {this} is not finite at position {i}");
        }
        _values = values;
    }

    /// <summary>Sizes, outermost first.</summary>
    public IReadOnlyList<int> Shape => _shape;

    /// <summary>The numbers, row-major.</summary>
    public ReadOnlySpan<float> Values => _values;

    internal float[] Array => _values;

    /// <inheritdoc/>
    public override string ToString() => $"[{string.Join(", ", _shape)}]";
}
