using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Functions of two or more values, with ONNX's stretching of shapes. With a constant for each channel they become a scale and a
/// shift: what a converter wants to see.</summary>
internal static class ArithmeticOperators
{
    /// <summary>Imports an operator of two operands, or of any number where the order does not matter.</summary>
    public static void Fold(NodeImport node, CombineKind kind)
    {
        if (node.InputCount == 0)
            throw new NodeException("it has no input");
        var first = node.Value(0);
        if (kind == CombineKind.Add && node.InputCount > 2 && TrySum(node))
            return;
        if (node.InputCount == 1)
        {
            node.Pass(0, first, first.Shape);
            return;
        }
        for (var i = 1; i < node.InputCount; i++)
        {
            var second = node.Value(i);
            var shape = OnnxShape.Broadcast(first.Shape, second.Shape);
            var chain = Combine(node, kind, first, second, shape);
            if (i == node.InputCount - 1)
                chain.Give(0, shape);
            else
                first = new OnnxValue(chain.See(Layout.Of(shape)).Value(), shape);
        }
    }

    // Many values of one shape are one sum.
    private static bool TrySum(NodeImport node)
    {
        OnnxValue[] values = [.. Enumerable.Range(0, node.InputCount).Select(node.Value)];
        if (
            values.Any(value =>
                value.Constant is not null || value.Layout != values[0].Layout || !value.Shape.SequenceEqual(values[0].Shape)
            )
        )
            return false;
        new ValueChain(node, new Add(), values[0].Layout, [.. values.Select(value => value.Value)]).Give(0, values[0].Shape);
        return true;
    }

    private static ValueChain Combine(NodeImport node, CombineKind kind, OnnxValue a, OnnxValue b, int[] shape)
    {
        if (a.Constant is null && b.Constant is { } right && WithConstant(node, kind, a, right, shape, constantFirst: false) is { } chain)
            return chain;
        if (b.Constant is null && a.Constant is { } left && WithConstant(node, kind, b, left, shape, constantFirst: true) is { } other)
            return other;
        var layouts = Broadcasting.Layouts(a.Shape, b.Shape, shape);
        if (layouts is null)
        {
            // A constant can be stretched beforehand.
            (a, b) = (Stretched(node, a, shape), Stretched(node, b, shape));
            layouts = Broadcasting.Layouts(a.Shape, b.Shape, shape);
        }
        if (layouts is not { } lie)
            throw new NodeException(
                $"shapes {OnnxShape.Text(a.Shape)} and {OnnxShape.Text(b.Shape)} are stretched along too many axes by turns"
            );
        var result = new Layout(
            Math.Max(lie.A.Channels, lie.B.Channels),
            Math.Max(lie.A.Height, lie.B.Height),
            Math.Max(lie.A.Width, lie.B.Width)
        );
        var (x, y) = (node.Chain(a).See(lie.A).Value(), node.Chain(b).See(lie.B).Value());
        return new ValueChain(node, kind == CombineKind.Add && lie.A == lie.B ? new Add() : new Combine(kind), result, x, y);
    }

    private static OnnxValue Stretched(NodeImport node, OnnxValue value, int[] shape)
    {
        if (value.Constant is not { } constant)
            return value;
        node.Budget.Take(OnnxShape.Count(shape));
        return new OnnxValue(constant.At(shape, OnnxShape.Stretched(constant.Shape, shape)));
    }

    private static ValueChain? WithConstant(
        NodeImport node,
        CombineKind kind,
        OnnxValue x,
        OnnxArray constant,
        int[] shape,
        bool constantFirst
    )
    {
        if (!OnnxShape.Ranked(x.Shape, shape.Length).SequenceEqual(shape))
            return null;
        if (constant.Count == 1 && WithNumber(node, kind, x, (float)constant[0], shape, constantFirst) is { } known)
            return known;
        if (Affine(kind, constantFirst) is not { } function || !IsPerChannel(constant, shape))
            return null;
        var channels = Layout.Of(shape).Channels;
        var (scale, shift) = (new float[channels], new float[channels]);
        for (var c = 0; c < channels; c++)
        {
            (scale[c], shift[c]) = function((float)constant[constant.Count == 1 ? 0 : c]);
            if (!float.IsFinite(scale[c]) || !float.IsFinite(shift[c]))
                return null;
        }
        return node.Chain(x)
            .See(Layout.Of(shape))
            .Then(new Affine(new WeightTensor([channels], scale), new WeightTensor([channels], shift)));
    }

    // y = scale·x + shift as a function of the constant.
    private static Func<float, (float Scale, float Shift)>? Affine(CombineKind kind, bool constantFirst) =>
        (kind, constantFirst) switch
        {
            (CombineKind.Add, _) => c => (1, c),
            (CombineKind.Subtract, false) => c => (1, -c),
            (CombineKind.Subtract, true) => c => (-1, c),
            (CombineKind.Multiply, _) => c => (c, 0),
            (CombineKind.Divide, false) => c => (1 / c, 0),
            _ => null,
        };

    private static ValueChain? WithNumber(NodeImport node, CombineKind kind, OnnxValue x, float number, int[] shape, bool constantFirst)
    {
        Operation? operation = (kind, number) switch
        {
            (CombineKind.Maximum, 0) => new Relu(),
            (CombineKind.Maximum, _) when float.IsFinite(number) => new Activation(ActivationKind.Clip, number, float.MaxValue),
            (CombineKind.Minimum, _) when float.IsFinite(number) => new Activation(ActivationKind.Clip, float.MinValue, number),
            (CombineKind.Power, 0.5f) when !constantFirst => new Activation(ActivationKind.Sqrt),
            (CombineKind.Power, -1) when !constantFirst => new Activation(ActivationKind.Reciprocal),
            _ => null,
        };
        if (operation is not null)
            return node.Chain(x).See(Layout.Of(shape)).Then(operation);
        if (kind != CombineKind.Power || number != 2 || constantFirst)
            return null;
        var value = node.Chain(x).See(Layout.Of(shape)).Value();
        return new ValueChain(node, new Combine(CombineKind.Multiply), Layout.Of(shape), value, value);
    }

    // One number for all, or one for each place of the axis behind the batch and no other.
    private static bool IsPerChannel(OnnxArray constant, int[] shape)
    {
        if (constant.Count == 1)
            return true;
        var axis = shape.Length > 1 && shape[0] == 1 ? 1 : 0;
        var ranked = OnnxShape.Ranked(constant.Shape, shape.Length);
        return constant.Count == shape[axis] && ranked[axis] == shape[axis];
    }
}
