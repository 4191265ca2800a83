using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Pad: with zeros, or with what lies at the border or is mirrored there.</summary>
internal static class PadOperators
{
    private const int MostPad = 16384;

    public static void Pad(NodeImport node)
    {
        var value = node.Value(0);
        var (before, after) = Pads(node, value.Shape.Length);
        int[] shape =
        [
            .. value.Shape.Select((size, axis) => (int)Math.Clamp((long)size + before[axis] + after[axis], int.MinValue, int.MaxValue)),
        ];
        if (shape.Any(size => size < 1))
            throw new NodeException($"its output would be {OnnxShape.Text(shape)}");
        OnnxShape.Count(shape);
        var mode = node.Text("mode", "constant");
        var chain = node.Chain();
        if (mode == "constant")
            Zeros(node, chain, value.Shape, before, after);
        else
            Repeated(mode, chain, value.Shape, before, after);
        chain.Give(0, shape);
    }

    private static void Zeros(NodeImport node, ValueChain chain, int[] shape, int[] before, int[] after)
    {
        // The number is an attribute until opset 10, an input since.
        var number = node.Has(2)
            ? node.Fixed(2) is { Count: 1 } given
                ? (float)given[0]
                : throw new NodeException("its value is no single number")
            : node.Real("value", 0);
        if (number != 0)
            throw new NodeException($"it pads with {number}, and only zeros are read");
        var rank = shape.Length;
        if (rank == 4 && shape[0] == 1)
        {
            Border.Add(chain, before[2], before[3], after[2], after[3]);
            shape = [1, shape[1], chain.Layout.Height, chain.Layout.Width];
            (before[2], before[3], after[2], after[3]) = (0, 0, 0, 0);
        }
        int[] sizes = [.. shape];
        for (var axis = 0; axis < rank; axis++)
        {
            if (before[axis] == 0 && after[axis] == 0)
                continue;
            chain.See(Layout.Around(sizes, axis));
            Border.Add(chain, before[axis], 0, after[axis], 0);
            sizes[axis] = chain.Layout.Height;
        }
    }

    private static void Repeated(string mode, ValueChain chain, int[] shape, int[] before, int[] after)
    {
        int[] sizes = [.. shape];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (before[axis] == 0 && after[axis] == 0)
                continue;
            int size = sizes[axis],
                first = before[axis];
            int[] places = [.. Enumerable.Range(-first, size + first + after[axis]).Select(at => Place(mode, at, size))];
            AlongAxis.Then(chain, sizes, axis, one => new Gather(one, places), places.Length);
            sizes[axis] = places.Length;
        }
    }

    private static int Place(string mode, int at, int size) =>
        mode switch
        {
            "edge" => Math.Clamp(at, 0, size - 1),
            "reflect" when at > -size && at < 2 * size - 1 => at < 0 ? -at
            : at < size ? at
            : 2 * (size - 1) - at,
            "reflect" => throw new NodeException("it mirrors more than the image has"),
            _ => throw new NodeException($"mode is '{mode}'"),
        };

    private static (int[] Before, int[] After) Pads(NodeImport node, int rank)
    {
        var pads = node.Integers("pads", 1) ?? throw new NodeException("pads are missing");
        int[] axes = node.Has(3)
            ? [.. node.Fixed(3).ToIntegers().Select(axis => OnnxShape.Axis(axis, rank))]
            : [.. Enumerable.Range(0, rank)];
        if (pads.Length != 2 * axes.Length || pads.Any(pad => pad is < -MostPad or > MostPad))
            throw new NodeException($"pads are {string.Join(", ", pads.Take(16))} for {rank} axes");
        var (before, after) = (new int[rank], new int[rank]);
        for (var i = 0; i < axes.Length; i++)
            (before[axes[i]], after[axes[i]]) = ((int)pads[i], (int)pads[i + axes.Length]);
        return (before, after);
    }
}
