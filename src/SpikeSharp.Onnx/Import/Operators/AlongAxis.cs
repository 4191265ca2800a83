using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>An operation along one axis of a value of any rank: along C, H or W where the axis is one of these, else the value is seen as
/// [outer, size, inner] and the operation goes along its height.</summary>
internal static class AlongAxis
{
    /// <summary>Adds it to a chain.</summary>
    /// <param name="chain">Lies as <see cref="Layout.Of"/> the shape, or around the axis.</param>
    /// <param name="shape">Shape before.</param>
    /// <param name="axis">Axis of that shape.</param>
    /// <param name="operation">The operation along an axis of [C, H, W].</param>
    /// <param name="size">Size of the axis behind it.</param>
    public static ValueChain Then(ValueChain chain, int[] shape, int axis, Func<Axis, Operation> operation, int size)
    {
        if (Layout.AxisOf(shape, axis) is { } own && chain.Layout == Layout.Of(shape))
            return chain.Then(operation(own), chain.Layout.With(own, size));
        chain.See(Layout.Around(shape, axis));
        return chain.Then(operation(Axis.Height), chain.Layout with { Height = size });
    }
}
