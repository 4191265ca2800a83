using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>ReduceMean and its like, global poolings, and ArgMax.</summary>
internal static class ReduceOperators
{
    public static void Global(NodeImport node, ReduceKind kind)
    {
        var value = node.Value(0);
        if (value.Shape.Length < 3)
            throw new NodeException($"its input has shape {OnnxShape.Text(value.Shape)}, wanted an image");
        Along(node, kind, [.. Enumerable.Range(2, value.Shape.Length - 2)], keep: true);
    }

    public static void Reduce(NodeImport node, ReduceKind kind)
    {
        var rank = node.Value(0).Shape.Length;
        // The axes became an input: of ReduceSum with opset 13, of the others with 18.
        var axes = node.Integers("axes", 1);
        var keep = node.Integer("keepdims", 1) != 0;
        if (axes is null or [])
            axes = node.Integer("noop_with_empty_axes", 0) != 0 ? [] : [.. Enumerable.Range(0, rank)];
        Along(node, kind, [.. axes.Select(axis => OnnxShape.Axis(axis, rank)).Distinct().Order()], keep);
    }

    public static void ArgMax(NodeImport node)
    {
        var value = node.Value(0);
        var axis = OnnxShape.Axis(node.Integer("axis", 0), value.Shape.Length);
        if (node.Integer("select_last_index", 0) != 0)
            throw new NodeException("select_last_index is not read");
        var chain = AlongAxis.Then(node.Chain(), value.Shape, axis, one => new ArgMax(one), 1);
        chain.Give(0, Shape(value.Shape, [axis], node.Integer("keepdims", 1) != 0), isWhole: true);
    }

    private static void Along(NodeImport node, ReduceKind kind, int[] axes, bool keep)
    {
        var value = node.Value(0);
        var (chain, shape) = (node.Chain(), Shape(value.Shape, axes, keep));
        if (Together(value.Shape, axes) is { } over)
        {
            var (channels, height, width) = over;
            chain.Then(
                new Reduce(kind, channels, height, width),
                new(channels ? 1 : chain.Layout.Channels, height ? 1 : chain.Layout.Height, width ? 1 : chain.Layout.Width)
            );
        }
        else
        {
            // One after the other: means of equally many numbers have the mean of all.
            int[] sizes = [.. value.Shape];
            foreach (var axis in axes)
            {
                if (sizes[axis] == 1)
                    continue;
                AlongAxis.Then(chain, sizes, axis, one => new Reduce(kind, one == Axis.Channels, one == Axis.Height, one == Axis.Width), 1);
                sizes[axis] = 1;
            }
        }
        chain.Give(0, shape);
    }

    // Whether the axes are whole axes of [C, H, W], and which.
    private static (bool Channels, bool Height, bool Width)? Together(int[] shape, int[] axes)
    {
        var (channels, height, width) = (false, 0, false);
        foreach (var axis in axes)
        {
            if (shape[axis] == 1)
                continue;
            switch (Layout.AxisOf(shape, axis))
            {
                case Axis.Channels:
                    channels = true;
                    break;
                case Axis.Width:
                    width = true;
                    break;
                case Axis.Height:
                    height = 1;
                    break;
                default:
                    return null;
            }
        }
        return (channels, height > 0, width);
    }

    private static int[] Shape(int[] shape, int[] axes, bool keep) =>
        keep ? [.. shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)] : [.. shape.Where((_, axis) => !axes.Contains(axis))];
}
