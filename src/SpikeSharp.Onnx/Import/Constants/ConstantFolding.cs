using SpikeSharp.Onnx.Import.Operators;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Constants;

/// <summary>Operators on constants, computed at import: shapes, mostly, that an exporter has left for the runtime to work out.</summary>
internal static class ConstantFolding
{
    private static readonly Dictionary<string, Action<NodeImport>> Operators = new(StringComparer.Ordinal)
    {
        ["Constant"] = Constant,
        ["ConstantOfShape"] = ConstantOfShape,
        ["Range"] = Range,
        ["Cast"] = Cast,
        ["Where"] = Where,
        ["Concat"] = Concat,
        ["Slice"] = Slice,
        ["Gather"] = Gather,
        ["Split"] = Split,
        ["Transpose"] = node => Give(node, Array(node).Transposed(TransposeOperators.Order(node, Array(node).Shape.Length))),
        ["Expand"] = Expand,
        ["Tile"] = Tile,
        ["Shape"] = ShapeOperators.Shape,
        ["Size"] = ShapeOperators.Size,
        ["Reshape"] = ShapeOperators.Reshape,
        ["Flatten"] = ShapeOperators.Flatten,
        ["Squeeze"] = ShapeOperators.Squeeze,
        ["Unsqueeze"] = ShapeOperators.Unsqueeze,
        ["Identity"] = ShapeOperators.Identity,
        ["Dropout"] = ShapeOperators.Dropout,
        ["ReduceProd"] = node => Reduce(node, 1, (a, b) => a * b),
        ["ReduceSum"] = node => Reduce(node, 0, (a, b) => a + b),
        ["ReduceMax"] = node => Reduce(node, double.NegativeInfinity, Math.Max),
        ["ReduceMin"] = node => Reduce(node, double.PositiveInfinity, Math.Min),
    };

    public static bool Knows(string name) => Operators.ContainsKey(name) || ElementwiseFolding.Knows(name);

    /// <summary>Computes a node all of whose inputs are constant.</summary>
    /// <returns>False for an operator that is not computed here.</returns>
    public static bool TryFold(NodeImport node)
    {
        if (ElementwiseFolding.TryFold(node))
            return true;
        if (!Operators.TryGetValue(node.Operator, out var fold))
            return false;
        fold(node);
        return true;
    }

    public static void Give(NodeImport node, OnnxArray array, int output = 0)
    {
        node.Budget.Take(array.Count);
        node.Give(output, new OnnxValue(array));
    }

    private static OnnxArray Array(NodeImport node, int input = 0) => node.Fixed(input);

    private static void Constant(NodeImport node)
    {
        if (node.Tensor("value") is { } tensor)
            node.Give(0, new OnnxValue(node.ToArray(tensor)));
        else if (node.HasAttribute("value_float"))
            Give(node, new OnnxArray([], [node.Real("value_float", 0)]));
        else if (node.HasAttribute("value_int"))
            Give(node, new OnnxArray([], [node.Integer("value_int", 0)]));
        else if (node.Reals("value_floats") is { Count: > 0 } reals)
            Give(node, new OnnxArray([reals.Count], [.. reals]));
        else if (node.Integers("value_ints") is { } integers)
            Give(node, new OnnxArray([integers.Count], [.. integers]));
        else
            throw new NodeException("its value is not read");
    }

    private static void ConstantOfShape(NodeImport node)
    {
        var shape = Shape(Array(node).ToIntegers());
        var count = OnnxShape.Count(shape);
        node.Budget.Take(count);
        var value = node.Tensor("value") is { } tensor ? node.ToArray(tensor) : new OnnxArray([1], [0f]);
        if (value.Count != 1)
            throw new NodeException("its value is no single number");
        node.Give(0, new OnnxValue(value.At(shape, new int[count])));
    }

    private static void Range(NodeImport node)
    {
        OnnxArray[] ends = [Array(node), Array(node, 1), Array(node, 2)];
        if (ends.Any(end => end.Count != 1))
            throw new NodeException("its ends are no single numbers");
        double start = ends[0][0],
            step = ends[2][0],
            steps = Math.Ceiling((ends[1][0] - start) / step);
        if (!(Math.Abs(steps) <= OnnxShape.MostElements))
            throw new NodeException($"it goes from {start} to {ends[1][0]} by {step}");
        var count = (int)Math.Max(0, steps);
        node.Budget.Take(count);
        var real = ends.Any(end => end.IsReal);
        node.Give(
            0,
            new OnnxValue(
                real
                    ? new OnnxArray([count], [.. Enumerable.Range(0, count).Select(i => (float)(start + i * step))])
                    : new OnnxArray([count], [.. Enumerable.Range(0, count).Select(i => (long)(start + i * step))])
            )
        );
    }

    private static void Cast(NodeImport node)
    {
        var array = Array(node);
        var toReal = Reading.OnnxType.IsReal(node.Integer("to", 0));
        Give(node, toReal ? new OnnxArray(array.Shape, array.ToReals()) : new OnnxArray(array.Shape, array.ToIntegers()));
    }

    private static void Where(NodeImport node)
    {
        var (condition, yes, no) = (Array(node), Array(node, 1), Array(node, 2));
        var shape = OnnxShape.Broadcast(OnnxShape.Broadcast(condition.Shape, yes.Shape), no.Shape);
        node.Budget.Take(OnnxShape.Count(shape));
        int[] at = OnnxShape.Stretched(condition.Shape, shape),
            atYes = OnnxShape.Stretched(yes.Shape, shape),
            atNo = OnnxShape.Stretched(no.Shape, shape);
        var values = Enumerable.Range(0, at.Length).Select(i => condition[at[i]] != 0 ? yes[atYes[i]] : no[atNo[i]]);
        node.Give(
            0,
            new OnnxValue(
                yes.IsReal || no.IsReal
                    ? new OnnxArray(shape, [.. values.Select(x => (float)x)])
                    : new OnnxArray(shape, [.. values.Select(x => (long)x)])
            )
        );
    }

    private static void Concat(NodeImport node)
    {
        OnnxValue[] parts = [.. Enumerable.Range(0, node.InputCount).Select(node.Value)];
        if (parts.Length == 0)
            throw new NodeException("it has no input");
        var axis = OnnxShape.Axis(node.Integer("axis", 0), parts[0].Shape.Length);
        var shape = JoinOperators.Shape(parts, axis);
        node.Budget.Take(OnnxShape.Count(shape));
        node.Give(0, new OnnxValue(OnnxArray.Joined([.. parts.Select(part => part.Constant!)], axis, shape)));
    }

    private static void Slice(NodeImport node)
    {
        var array = Array(node);
        foreach (var (axis, start, step, count) in SliceOperators.Cuts(node, array.Shape))
        {
            node.Budget.Take(count);
            array = array.Along(axis, [.. Enumerable.Range(0, count).Select(i => start + i * step)]);
        }
        Give(node, array);
    }

    private static void Gather(NodeImport node)
    {
        var (array, indices) = (Array(node), Array(node, 1));
        var axis = OnnxShape.Axis(node.Integer("axis", 0), array.Shape.Length);
        int[] places = SliceOperators.Places(indices.ToIntegers(), array.Shape[axis]),
            shape = [.. array.Shape[..axis], .. indices.Shape, .. array.Shape[(axis + 1)..]];
        node.Budget.Take(OnnxShape.Count(shape));
        node.Give(0, new OnnxValue(array.Along(axis, places).Reshaped(shape)));
    }

    private static void Split(NodeImport node)
    {
        var array = Array(node);
        var axis = OnnxShape.Axis(node.Integer("axis", 0), array.Shape.Length);
        var sizes = JoinOperators.Sizes(node, array.Shape[axis]);
        for (int i = 0, at = 0; i < sizes.Length; at += sizes[i++])
            Give(node, array.Along(axis, [.. Enumerable.Range(at, sizes[i])]), i);
    }

    private static void Expand(NodeImport node)
    {
        var array = Array(node);
        Stretch(node, array, OnnxShape.Broadcast(array.Shape, Shape(Array(node, 1).ToIntegers())));
    }

    private static void Tile(NodeImport node)
    {
        var array = Array(node);
        var repeats = Array(node, 1).ToIntegers();
        if (repeats.Length != array.Shape.Length)
            throw new NodeException($"it has {repeats.Length} repeats for {array.Shape.Length} axes");
        for (var axis = 0; axis < repeats.Length; axis++)
        {
            var size = array.Shape[axis];
            int[] shape = [.. array.Shape];
            shape[axis] = Shape([Math.Clamp(repeats[axis], -1, int.MaxValue) * size])[0];
            node.Budget.Take(OnnxShape.Count(shape));
            array = array.Along(axis, [.. Enumerable.Range(0, shape[axis]).Select(i => i % size)]);
        }
        node.Give(0, new OnnxValue(array));
    }

    private static void Stretch(NodeImport node, OnnxArray array, int[] shape)
    {
        node.Budget.Take(OnnxShape.Count(shape));
        node.Give(0, new OnnxValue(array.At(shape, OnnxShape.Stretched(array.Shape, shape))));
    }

    // Over all numbers, which is what shapes are reduced by.
    private static void Reduce(NodeImport node, double start, Func<double, double, double> combine)
    {
        var array = Array(node);
        var rank = array.Shape.Length;
        var axes = node.Integers("axes", 1);
        if (axes is not (null or []) && axes.Select(axis => OnnxShape.Axis(axis, rank)).Distinct().Count() != rank)
            throw new NodeException("on constants it is read over all axes only");
        var result = start;
        for (var i = 0; i < array.Count; i++)
            result = combine(result, array[i]);
        int[] shape = node.Integer("keepdims", 1) != 0 ? [.. Enumerable.Repeat(1, rank)] : [];
        Give(node, array.IsReal ? new OnnxArray(shape, [(float)result]) : new OnnxArray(shape, [(long)result]));
    }

    private static int[] Shape(long[] sizes)
    {
        if (sizes.Any(size => size is < 0 or > OnnxShape.MostElements))
            throw new NodeException($"[{string.Join(", ", sizes.Take(16))}] is no shape");
        return [.. sizes.Select(size => (int)size)];
    }
}
