namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>How two shapes that are stretched to a third lie in a graph, where stretching goes along C, H or W as a whole.</summary>
internal static class Broadcasting
{
    /// <summary>Layouts of both; null where ONNX's axes cannot be put together to three.</summary>
    public static (Layout A, Layout B)? Layouts(int[] a, int[] b, int[] result)
    {
        var (x, y) = (OnnxShape.Ranked(a, result.Length), OnnxShape.Ranked(b, result.Length));
        return Of(x, y, result, Natural(result)) ?? (Merged(x, y, result) is { } groups ? Of(x, y, result, groups) : null);
    }

    private static (Layout A, Layout B)? Of(int[] a, int[] b, int[] result, Range[] groups)
    {
        Span<int> sizesA = stackalloc int[3],
            sizesB = stackalloc int[3];
        for (var i = 0; i < 3; i++)
        {
            var full = OnnxShape.Count(result.AsSpan(groups[i]));
            (sizesA[i], sizesB[i]) = (OnnxShape.Count(a.AsSpan(groups[i])), OnnxShape.Count(b.AsSpan(groups[i])));
            if ((sizesA[i] != 1 && sizesA[i] != full) || (sizesB[i] != 1 && sizesB[i] != full))
                return null;
        }
        return (new(sizesA[0], sizesA[1], sizesA[2]), new(sizesB[0], sizesB[1], sizesB[2]));
    }

    // As Layout.Of sees the result, so that mostly nothing need be seen otherwise.
    private static Range[] Natural(int[] result)
    {
        int rank = result.Length,
            first = rank > 1 && result[0] == 1 ? 1 : 0;
        return (rank - first) switch
        {
            0 => [rank..rank, rank..rank, rank..rank],
            1 => [first..rank, rank..rank, rank..rank],
            2 => [first..(first + 1), rank..rank, (first + 1)..rank],
            _ => [first..(first + 1), (first + 1)..(rank - 1), (rank - 1)..rank],
        };
    }

    // Neighbouring axes along which the same operand is stretched become one.
    private static Range[]? Merged(int[] a, int[] b, int[] result)
    {
        var groups = new List<Range>();
        (bool, bool)? last = null;
        for (var axis = 0; axis < result.Length; axis++)
        {
            if (result[axis] == 1)
                continue;
            var key = (a[axis] == result[axis], b[axis] == result[axis]);
            if (key == last)
                groups[^1] = groups[^1].Start..(axis + 1);
            else
                groups.Add(axis..(axis + 1));
            last = key;
        }
        if (groups.Count > 3)
            return null;
        while (groups.Count < 3)
            groups.Insert(0, 0..0);
        return [.. groups];
    }
}
