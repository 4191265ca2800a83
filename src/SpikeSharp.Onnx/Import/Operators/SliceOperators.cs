using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Slice, Gather, Tile and Expand: places along axes.</summary>
internal static class SliceOperators
{
    private const int MostPlaces = 1 << 20;

    public static void Slice(NodeImport node)
    {
        var value = node.Value(0);
        var chain = node.Chain();
        int[] sizes = [.. value.Shape];
        foreach (var (axis, start, step, count) in Cuts(node, value.Shape))
        {
            if (start == 0 && step == 1 && count == sizes[axis])
                continue;
            if (step > 0)
            {
                var end = start + (count - 1) * step + 1;
                AlongAxis.Then(chain, sizes, axis, one => new Slice(one, start, end == sizes[axis] ? int.MaxValue : end, step), count);
            }
            else
            {
                int[] places = [.. Enumerable.Range(0, count).Select(i => start + i * step)];
                AlongAxis.Then(chain, sizes, axis, one => new Gather(one, places), count);
            }
            sizes[axis] = count;
        }
        chain.Give(0, sizes);
    }

    public static void Gather(NodeImport node)
    {
        var value = node.Value(0);
        var axis = OnnxShape.Axis(node.Integer("axis", 0), value.Shape.Length);
        var indices = node.Fixed(1);
        var places = Places(indices.ToIntegers(), value.Shape[axis]);
        if (places.Length == 0)
            throw new NodeException("it takes nothing");
        var chain = AlongAxis.Then(
            node.Chain(),
            value.Shape,
            axis,
            one => places.Length == 1 ? new Slice(one, places[0], places[0] + 1) : new Gather(one, places),
            places.Length
        );
        chain.Give(0, [.. value.Shape[..axis], .. indices.Shape, .. value.Shape[(axis + 1)..]]);
    }

    public static void Tile(NodeImport node)
    {
        var value = node.Value(0);
        var repeats = node.Fixed(1).ToIntegers();
        if (repeats.Length != value.Shape.Length)
            throw new NodeException($"it has {repeats.Length} repeats for {value.Shape.Length} axes");
        Stretch(
            node,
            node.Chain(),
            value.Shape,
            [.. repeats.Select((times, axis) => (int)Math.Clamp(times * value.Shape[axis], 0, int.MaxValue))]
        );
    }

    public static void Expand(NodeImport node)
    {
        var value = node.Value(0);
        var shape = OnnxShape.Broadcast(
            value.Shape,
            [.. node.Fixed(1).ToIntegers().Select(size => (int)Math.Clamp(size, -1, int.MaxValue))]
        );
        Stretch(node, node.Chain(), OnnxShape.Ranked(value.Shape, shape.Length), shape);
    }

    /// <summary>Axis, first place, step and number of places of each part of a Slice: attributes until opset 9, inputs since.</summary>
    public static IEnumerable<(int Axis, int Start, int Step, int Count)> Cuts(NodeImport node, int[] shape)
    {
        var starts = node.Integers("starts", 1) ?? throw new NodeException("starts are missing");
        var ends = node.Integers("ends", 2) ?? throw new NodeException("ends are missing");
        var axes = node.Integers("axes", 3) ?? [.. Enumerable.Range(0, starts.Length)];
        var steps = node.Integers("steps", 4) ?? [.. Enumerable.Repeat(1L, starts.Length)];
        if (ends.Length != starts.Length || axes.Length != starts.Length || steps.Length != starts.Length)
            throw new NodeException("starts, ends, axes and steps differ in number");
        for (var i = 0; i < starts.Length; i++)
        {
            int axis = OnnxShape.Axis(axes[i], shape.Length),
                size = shape[axis];
            var step = Math.Clamp(steps[i], -int.MaxValue, int.MaxValue);
            if (step == 0)
                throw new NodeException("a step is 0");
            // Counted from the end where negative; then what lies outside moves to the border.
            long start = At(starts[i], size),
                end = At(ends[i], size);
            start = step > 0 ? Math.Clamp(start, 0, size) : Math.Clamp(start, 0, size - 1);
            end = step > 0 ? Math.Clamp(end, 0, size) : Math.Clamp(end, -1, size);
            var count = step > 0 ? (end - start + step - 1) / step : (start - end - step - 1) / -step;
            if (count < 1)
                throw new NodeException($"it cuts {starts[i]}…{ends[i]} of {size}, which is nothing");
            yield return (axis, (int)start, (int)step, (int)count);
        }
    }

    /// <summary>Places along an axis; negative ones count from its end.</summary>
    public static int[] Places(long[] indices, int size) =>
        Array.ConvertAll(indices, index =>
            index >= -size && index < size
                ? (int)(index < 0 ? index + size : index)
                : throw new NodeException($"it takes place {index} of {size}")
        );

    private static long At(long place, int size) => place < 0 ? Math.Max(place, -size - 1L) + size : Math.Min(place, size);

    private static void Stretch(NodeImport node, ValueChain chain, int[] from, int[] to)
    {
        OnnxShape.Count(to);
        int[] sizes = [.. from];
        for (var axis = 0; axis < to.Length; axis++)
        {
            if (sizes[axis] == to[axis])
                continue;
            if (to[axis] is < 1 or > MostPlaces)
                throw new NodeException($"it stretches an axis to {to[axis]}");
            var size = sizes[axis];
            int[] places = [.. Enumerable.Range(0, to[axis]).Select(i => i % size)];
            node.Budget.Take(places.Length);
            AlongAxis.Then(chain, sizes, axis, one => new Gather(one, places), places.Length);
            sizes[axis] = places.Length;
        }
        chain.Give(0, to);
    }
}
