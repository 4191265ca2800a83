namespace SpikeSharp.Onnx.Import.Reading;

/// <summary>Constant numbers of any rank, row-major: real, or whole as shapes and indices are.</summary>
internal sealed class OnnxArray
{
    private readonly float[]? _reals;
    private readonly long[]? _integers;

    public OnnxArray(int[] shape, float[] reals) => (Shape, _reals) = (shape, reals);

    public OnnxArray(int[] shape, long[] integers) => (Shape, _integers) = (shape, integers);

    /// <summary>Sizes, outermost first; none for a single number.</summary>
    public int[] Shape { get; }

    public bool IsReal => _reals is not null;

    public int Count => _reals?.Length ?? _integers!.Length;

    public double this[int index] => _reals is null ? _integers![index] : _reals[index];

    /// <summary>All as float32; not copied when they are already.</summary>
    public float[] ToReals() => _reals ?? Array.ConvertAll(_integers!, x => (float)x);

    /// <summary>All as whole numbers; a real one loses its fraction, and one beyond every whole number becomes the largest.</summary>
    public long[] ToIntegers() =>
        _integers ?? Array.ConvertAll(_reals!, x => float.IsNaN(x) ? 0 : (long)Math.Clamp((double)x, long.MinValue, long.MaxValue));

    public OnnxArray Reshaped(int[] shape) => _reals is null ? new(shape, _integers!) : new(shape, _reals);

    /// <summary>Some places along an axis, in any order and number.</summary>
    public OnnxArray Along(int axis, int[] places)
    {
        var (outer, size, inner) = OnnxShape.Around(Shape, axis);
        int[] shape = [.. Shape];
        shape[axis] = places.Length;
        return _reals is null
            ? new(shape, Pick(_integers!, outer, size, inner, places))
            : new(shape, Pick(_reals, outer, size, inner, places));
    }

    /// <summary>The axes in another order.</summary>
    public OnnxArray Transposed(int[] order)
    {
        int[] shape = [.. order.Select(axis => Shape[axis])];
        var steps = OnnxShape.Steps(Shape);
        var places = OnnxShape.Odometer(shape, [.. order.Select(axis => steps[axis])]);
        return At(shape, places);
    }

    /// <summary>Numbers picked one by one.</summary>
    public OnnxArray At(int[] shape, int[] places) =>
        _reals is null
            ? new(shape, Array.ConvertAll(places, place => _integers![place]))
            : new(shape, Array.ConvertAll(places, place => _reals[place]));

    /// <summary>Arrays one after the other along an axis.</summary>
    public static OnnxArray Joined(IReadOnlyList<OnnxArray> parts, int axis, int[] shape)
    {
        var real = parts.Any(part => part.IsReal);
        var (outer, _, inner) = OnnxShape.Around(shape, axis);
        return real
            ? new(shape, Join(parts, axis, outer, inner, part => part.ToReals()))
            : new(shape, Join(parts, axis, outer, inner, part => part.ToIntegers()));
    }

    private static T[] Join<T>(IReadOnlyList<OnnxArray> parts, int axis, int outer, int inner, Func<OnnxArray, T[]> numbers)
    {
        var joined = new List<T>();
        var all = parts.Select(part => (Numbers: numbers(part), Row: part.Shape[axis] * inner)).ToArray();
        for (var o = 0; o < outer; o++)
        {
            foreach (var (source, row) in all)
                joined.AddRange(source.AsSpan(o * row, row));
        }
        return [.. joined];
    }

    private static T[] Pick<T>(T[] source, int outer, int size, int inner, int[] places)
    {
        var target = new T[outer * places.Length * inner];
        for (var o = 0; o < outer; o++)
        {
            for (var i = 0; i < places.Length; i++)
                source.AsSpan((o * size + places[i]) * inner, inner).CopyTo(target.AsSpan((o * places.Length + i) * inner));
        }
        return target;
    }
}
