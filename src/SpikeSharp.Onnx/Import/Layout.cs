using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import;

/// <summary>How a value of any rank lies in a graph, where every value is [C, H, W]: without its batch axis, (a) is [a, 1, 1], (a, b) is
/// [a, 1, b], (a, b, c) itself, and of more axes the ones in the middle become rows. All are row-major, so no number moves.</summary>
internal readonly record struct Layout(int Channels, int Height, int Width)
{
    public static Layout Of(ReadOnlySpan<int> shape)
    {
        OnnxShape.Count(shape);
        var sizes = WithoutBatch(shape);
        return sizes.Length switch
        {
            0 => new(1, 1, 1),
            1 => new(sizes[0], 1, 1),
            2 => new(sizes[0], 1, sizes[1]),
            _ => new(sizes[0], OnnxShape.Count(sizes[1..^1]), sizes[^1]),
        };
    }

    /// <summary>A shape seen around one axis: [outer, size, inner].</summary>
    public static Layout Around(int[] shape, int axis)
    {
        var (outer, size, inner) = OnnxShape.Around(shape, axis);
        return new(outer, size, inner);
    }

    /// <summary>The axis of [C, H, W] that an axis of the shape is; null for one that has none of its own.</summary>
    public static Axis? AxisOf(int[] shape, int axis)
    {
        int rank = WithoutBatch(shape).Length,
            place = axis - (shape.Length - rank);
        if (place < 0)
            return null;
        if (place == 0)
            return Axis.Channels;
        if (place == rank - 1)
            return Axis.Width;
        return rank == 3 ? Axis.Height : null;
    }

    public Layout With(Axis axis, int size) =>
        axis switch
        {
            Axis.Channels => this with { Channels = size },
            Axis.Height => this with { Height = size },
            _ => this with { Width = size },
        };

    public int Size(Axis axis) =>
        axis switch
        {
            Axis.Channels => Channels,
            Axis.Height => Height,
            _ => Width,
        };

    private static ReadOnlySpan<int> WithoutBatch(ReadOnlySpan<int> shape) => shape.Length > 1 && shape[0] == 1 ? shape[1..] : shape;
}
