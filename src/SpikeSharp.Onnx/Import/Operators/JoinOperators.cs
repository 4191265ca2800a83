using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Concat and Split.</summary>
internal static class JoinOperators
{
    public static void Concat(NodeImport node)
    {
        var first = node.Value(0);
        int rank = first.Shape.Length,
            axis = OnnxShape.Axis(node.Integer("axis", 0), rank);
        OnnxValue[] values = [.. Enumerable.Range(0, node.InputCount).Select(node.Value)];
        var shape = Shape(values, axis);
        if (values.All(value => Layout.AxisOf(value.Shape, axis) == Axis.Channels) && Layout.AxisOf(shape, axis) == Axis.Channels)
        {
            new ValueChain(node, new Concat(), Layout.Of(shape), [.. values.Select(value => node.Chain(value).Value())]).Give(0, shape);
            return;
        }
        // The axis becomes the channels, and goes back to its place afterwards.
        var (outer, size, inner) = OnnxShape.Around(shape, axis);
        var parts = values.Select(value =>
            Permuted(node.Chain(value), outer, value.Shape[axis], inner, new(value.Shape[axis], outer, inner)).Value()
        );
        var joined = new ValueChain(node, new Concat(), new(size, outer, inner), [.. parts]);
        Permuted(joined, size, outer, inner, new(outer, size, inner)).Give(0, shape);
    }

    public static void Split(NodeImport node)
    {
        var value = node.Value(0);
        var axis = OnnxShape.Axis(node.Integer("axis", 0), value.Shape.Length);
        var sizes = Sizes(node, value.Shape[axis]);
        for (int i = 0, at = 0; i < sizes.Length; at += sizes[i++])
        {
            int[] shape = [.. value.Shape];
            shape[axis] = sizes[i];
            if (!node.Gives(i))
                continue;
            int start = at,
                end = at + sizes[i];
            var chain = node.Chain();
            if (sizes[i] != value.Shape[axis])
                AlongAxis.Then(chain, value.Shape, axis, one => new Slice(one, start, end), sizes[i]);
            chain.Give(i, shape);
        }
    }

    /// <summary>Sizes of the parts: the attribute's until opset 12, the input's since, else equal ones.</summary>
    public static int[] Sizes(NodeImport node, int size)
    {
        var parts = node.OutputCount;
        if (node.Integers("split", 1) is { } given)
        {
            if (given.Length != parts || given.Any(part => part < 1) || given.Sum() != size)
                throw new NodeException($"it splits {size} into {string.Join(", ", given.Take(16))}");
            return [.. given.Select(part => (int)part)];
        }
        // With num_outputs the last part may be smaller.
        int each = (size + parts - 1) / parts,
            last = size - each * (parts - 1);
        if (last < 1)
            throw new NodeException($"it splits {size} into {parts} parts");
        return [.. Enumerable.Repeat(each, parts - 1), last];
    }

    /// <summary>Shape of values joined along an axis.</summary>
    public static int[] Shape(IReadOnlyList<OnnxValue> values, int axis)
    {
        int[] shape = [.. values[0].Shape];
        long size = 0;
        foreach (var value in values)
        {
            if (value.Shape.Length != shape.Length || value.Shape.Where((one, i) => i != axis && one != shape[i]).Any())
                throw new NodeException($"it joins {OnnxShape.Text(shape)} and {OnnxShape.Text(value.Shape)}");
            size += value.Shape[axis];
        }
        shape[axis] = (int)Math.Min(size, int.MaxValue);
        OnnxShape.Count(shape);
        return shape;
    }

    // [a, b, inner] to [b, a, inner]; where one of the two is 1 no number moves.
    private static ValueChain Permuted(ValueChain chain, int a, int b, int inner, Layout layout) =>
        a == 1 || b == 1
            ? chain.See(layout)
            : chain.Then(new Permute([a, b, inner], [1, 0, 2], layout.Channels, layout.Height, layout.Width), layout);
}
