using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Operators that move no number: other shapes, other names; and those that tell a shape.</summary>
internal static class ShapeOperators
{
    public static void Identity(NodeImport node) => node.Pass(0, node.Value(0), node.Value(0).Shape);

    public static void Dropout(NodeImport node)
    {
        if (node.Gives(1))
            throw new NodeException("its mask is read, which only training has");
        Identity(node);
    }

    public static void Cast(NodeImport node)
    {
        var to = node.Integer("to", 0);
        if (OnnxType.IsReal(to) || node.Value(0).IsWhole)
            Identity(node);
        else
            throw new NodeException($"it casts to data type {to}; of values that depend on the image only casts to floats are read");
    }

    public static void Flatten(NodeImport node)
    {
        var shape = node.Value(0).Shape;
        var axis = node.Integer("axis", 1);
        var first = axis == shape.Length ? shape.Length : OnnxShape.Axis(axis, shape.Length);
        node.Pass(0, node.Value(0), [OnnxShape.Count(shape.AsSpan(0, first)), OnnxShape.Count(shape.AsSpan(first))]);
    }

    public static void Reshape(NodeImport node)
    {
        var shape = node.Value(0).Shape;
        var wanted = node.Fixed(1).ToIntegers();
        var zeroIsZero = node.Integer("allowzero", 0) != 0;
        // A file for a larger batch writes it down here.
        if (node.Batch > 1 && shape is [1, ..] && wanted.Length > 0 && wanted[0] == node.Batch)
            wanted = [1, .. wanted[1..]];
        var sizes = new int[wanted.Length];
        var open = -1;
        long known = 1;
        for (var i = 0; i < sizes.Length; i++)
        {
            if (wanted[i] == -1 && open < 0)
                open = i;
            else if (wanted[i] == 0 && !zeroIsZero && i < shape.Length)
                sizes[i] = shape[i];
            else if (wanted[i] is >= 0 and <= int.MaxValue)
                sizes[i] = (int)wanted[i];
            else
                throw new NodeException($"{OnnxShape.Text(shape)} cannot be seen as [{string.Join(", ", wanted.Take(16))}]");
            if (i != open && (known *= sizes[i]) > OnnxShape.MostElements)
                throw new NodeException("its shape is too large");
        }
        var count = OnnxShape.Count(shape);
        if (open >= 0)
            sizes[open] = known > 0 && count % known == 0 ? (int)(count / known) : 0;
        if (OnnxShape.Count(sizes) != count)
            throw new NodeException($"{OnnxShape.Text(shape)} cannot be seen as [{string.Join(", ", wanted.Take(16))}]");
        node.Pass(0, node.Value(0), sizes);
    }

    public static void Squeeze(NodeImport node)
    {
        var shape = node.Value(0).Shape;
        var axes = node.Integers("axes", 1);
        int[] gone = axes is null
            ? [.. Enumerable.Range(0, shape.Length).Where(axis => shape[axis] == 1)]
            : [.. axes.Select(axis => OnnxShape.Axis(axis, shape.Length))];
        if (gone.Any(axis => shape[axis] != 1))
            throw new NodeException($"it takes axes away from {OnnxShape.Text(shape)} that are not of size 1");
        node.Pass(0, node.Value(0), [.. shape.Where((_, axis) => !gone.Contains(axis))]);
    }

    public static void Unsqueeze(NodeImport node)
    {
        var shape = node.Value(0).Shape;
        var axes = node.Integers("axes", 1) ?? throw new NodeException("axes are missing");
        var rank = shape.Length + axes.Length;
        HashSet<int> added = [.. axes.Take(16).Select(axis => OnnxShape.Axis(axis, rank))];
        if (added.Count != axes.Length)
            throw new NodeException("an axis is named twice");
        var old = new Queue<int>(shape);
        node.Pass(0, node.Value(0), [.. Enumerable.Range(0, rank).Select(axis => added.Contains(axis) ? 1 : old.Dequeue())]);
    }

    public static void Shape(NodeImport node)
    {
        var shape = node.Value(0).Shape;
        long start = node.Integer("start", 0),
            end = node.Integer("end", shape.Length);
        int first = (int)Math.Clamp(start < 0 ? start + shape.Length : start, 0, shape.Length),
            last = (int)Math.Clamp(end < 0 ? end + shape.Length : end, 0, shape.Length);
        var sizes = first < last ? Array.ConvertAll(shape[first..last], size => (long)size) : [];
        node.Give(0, new OnnxValue(new OnnxArray([sizes.Length], sizes)));
    }

    public static void Size(NodeImport node) => node.Give(0, new OnnxValue(new OnnxArray([], [OnnxShape.Count(node.Value(0).Shape)])));
}
