namespace SpikeSharp.Onnx.Import;

/// <summary>Arithmetic of ONNX's shapes, of any rank.</summary>
internal static class OnnxShape
{
    /// <summary>Elements that a value may have, as in a graph.</summary>
    public const long MostElements = 1L << 28;

    private const int MostAxes = 16;

    /// <summary>Number of elements; refuses shapes beyond the bounds, so that later arithmetic cannot overflow.</summary>
    public static int Count(ReadOnlySpan<int> shape)
    {
        if (shape.Length > MostAxes)
            throw new NodeException($"a shape of {shape.Length} axes is not read");
        long count = 1;
        foreach (var size in shape)
        {
            if (size < 0 || (count *= size) > MostElements)
                throw new NodeException($"shape {Text(shape)} is too large");
        }
        return (int)count;
    }

    /// <summary>Element (outer, i, inner) stands at (outer·size + i)·inner + inner.</summary>
    public static (int Outer, int Size, int Inner) Around(ReadOnlySpan<int> shape, int axis) =>
        (Count(shape[..axis]), shape[axis], Count(shape[(axis + 1)..]));

    /// <summary>An axis counted from the front; ONNX counts from the end too.</summary>
    public static int Axis(long axis, int rank) =>
        axis >= -rank && axis < rank ? (int)(axis < 0 ? axis + rank : axis) : throw new NodeException($"it names axis {axis} of {rank}");

    /// <summary>Elements from one place to the next along each axis.</summary>
    public static int[] Steps(int[] shape)
    {
        var steps = new int[shape.Length];
        for (int axis = shape.Length - 1, step = 1; axis >= 0; step *= shape[axis--])
            steps[axis] = step;
        return steps;
    }

    /// <summary>The position of every element of a shape, in order, where each axis advances by its step.</summary>
    public static int[] Odometer(int[] shape, int[] steps)
    {
        var places = new int[Count(shape)];
        var at = new int[shape.Length];
        for (int i = 0, place = 0; i < places.Length; i++)
        {
            places[i] = place;
            for (var axis = shape.Length - 1; axis >= 0; axis--)
            {
                place += steps[axis];
                if (++at[axis] < shape[axis])
                    break;
                place -= at[axis] * steps[axis];
                at[axis] = 0;
            }
        }
        return places;
    }

    /// <summary>The shape with axes of size 1 before it, up to a rank.</summary>
    public static int[] Ranked(int[] shape, int rank) => [.. Enumerable.Repeat(1, Math.Max(0, rank - shape.Length)), .. shape];

    /// <summary>The shape that two shapes are stretched to.</summary>
    public static int[] Broadcast(int[] a, int[] b)
    {
        var rank = Math.Max(a.Length, b.Length);
        var (x, y, result) = (Ranked(a, rank), Ranked(b, rank), new int[rank]);
        for (var i = 0; i < rank; i++)
        {
            if (x[i] != y[i] && x[i] != 1 && y[i] != 1)
                throw new NodeException($"shapes {Text(a)} and {Text(b)} do not fit together");
            result[i] = x[i] == 1 ? y[i] : x[i];
        }
        Count(result);
        return result;
    }

    /// <summary>Positions of a shape's elements in one that it is stretched to.</summary>
    public static int[] Stretched(int[] from, int[] to)
    {
        var ranked = Ranked(from, to.Length);
        var steps = Steps(ranked);
        for (var i = 0; i < steps.Length; i++)
            steps[i] = ranked[i] == 1 ? 0 : steps[i];
        return Odometer(to, steps);
    }

    public static string Text(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";
}
