using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Gemm and MatMul with one constant operand: a convolution of one tap.</summary>
internal static class MatrixOperators
{
    public static void Gemm(NodeImport node)
    {
        var (a, b) = (node.Value(0), node.Weights(1));
        if (a.Constant is not null || a.Shape.Length != 2 || b.Shape.Length != 2)
            throw new NodeException($"it multiplies {OnnxShape.Text(a.Shape)} by {OnnxShape.Text(b.Shape)}");
        float alpha = node.Real("alpha", 1),
            beta = node.Real("beta", 1);
        bool turnA = node.Integer("transA", 0) != 0,
            turnB = node.Integer("transB", 0) != 0;
        var (rows, inputs) = turnA ? (a.Shape[1], a.Shape[0]) : (a.Shape[0], a.Shape[1]);
        var weight = Matrix(node, b, columnsFirst: !turnB, alpha);
        var outputs = weight.Shape[0];
        if (weight.Shape[1] != inputs)
            throw new NodeException($"it multiplies {OnnxShape.Text(a.Shape)} by {OnnxShape.Text(b.Shape)}");
        var bias = node.Has(2) ? Bias(node, node.Weights(2), outputs, beta) : null;
        // Inputs become the channels, rows the places.
        var chain = node.Chain();
        if (turnA || rows == 1)
            chain.See(new(inputs, 1, rows));
        else
            chain.Then(new Permute([rows, inputs], [1, 0], inputs, 1, rows), new(inputs, 1, rows));
        chain.Then(new Convolution(weight, bias), new(outputs, 1, rows));
        if (rows > 1)
            chain.Then(new Permute([outputs, rows], [1, 0], rows, 1, outputs), new(rows, 1, outputs));
        chain.Give(0, [rows, outputs]);
    }

    public static void MatMul(NodeImport node)
    {
        var (a, b) = (node.Value(0), node.Value(1));
        if (b.Constant is { } right)
            TimesConstant(node, a, right);
        else if (a.Constant is { } left)
            ConstantTimes(node, left, b);
        else
            node.Weights(1);
    }

    // [..., M, K] × [K, N]: every row a place with K channels.
    private static void TimesConstant(NodeImport node, OnnxValue a, OnnxArray b)
    {
        var matrix = b.Shape.Length == 1 ? [b.Shape[0], 1] : b.Shape;
        if (matrix.Length != 2 || a.Shape.Length < 1 || a.Shape[^1] != matrix[0])
            throw new NodeException($"it multiplies {OnnxShape.Text(a.Shape)} by {OnnxShape.Text(b.Shape)}");
        int inputs = matrix[0],
            outputs = matrix[1],
            rows = OnnxShape.Count(a.Shape.AsSpan(..^1));
        var weight = Matrix(node, b.Reshaped(matrix), columnsFirst: true, 1);
        var chain = node.Chain();
        if (rows == 1)
            chain.See(new(inputs, 1, 1));
        else
            chain.Then(new Permute([rows, inputs], [1, 0], inputs, 1, rows), new(inputs, 1, rows));
        chain.Then(new Convolution(weight), new(outputs, 1, rows));
        if (rows > 1)
            chain.Then(new Permute([outputs, rows], [1, 0], rows, 1, outputs), new(rows, 1, outputs));
        chain.Give(0, b.Shape.Length == 1 ? a.Shape[..^1] : [.. a.Shape[..^1], outputs]);
    }

    // [M, K] × [1, K, N]: K channels already.
    private static void ConstantTimes(NodeImport node, OnnxArray a, OnnxValue b)
    {
        if (a.Shape.Length != 2 || b.Shape.Length < 2 || OnnxShape.Count(b.Shape.AsSpan(..^2)) != 1 || b.Shape[^2] != a.Shape[1])
            throw new NodeException($"it multiplies {OnnxShape.Text(a.Shape)} by {OnnxShape.Text(b.Shape)}");
        int outputs = a.Shape[0],
            columns = b.Shape[^1];
        node.Chain(1)
            .See(new(a.Shape[1], 1, columns))
            .Then(new Convolution(Weight.Of(a, outputs, a.Shape[1], 1, 1)), new(outputs, 1, columns))
            .Give(0, [.. b.Shape[..^2], outputs, columns]);
    }

    // [outputs, inputs, 1, 1] from [inputs, outputs] or [outputs, inputs].
    private static WeightTensor Matrix(NodeImport node, OnnxArray matrix, bool columnsFirst, float factor)
    {
        var turned = matrix;
        if (columnsFirst || factor != 1)
            node.Budget.Take(matrix.Count);
        if (columnsFirst)
            turned = matrix.Transposed([1, 0]);
        if (factor != 1)
            turned = new OnnxArray(turned.Shape, Array.ConvertAll(turned.ToReals(), x => factor * x));
        return Weight.Of(turned, turned.Shape[0], turned.Shape[1], 1, 1);
    }

    private static WeightTensor Bias(NodeImport node, OnnxArray bias, int outputs, float factor)
    {
        if (bias.Count != 1 && (bias.Count != outputs || bias.Shape[^1] != outputs))
            throw new NodeException($"its bias has shape {OnnxShape.Text(bias.Shape)} for {outputs} outputs");
        node.Budget.Take(outputs);
        var numbers = new float[outputs];
        for (var i = 0; i < outputs; i++)
            numbers[i] = factor * (float)bias[bias.Count == 1 ? 0 : i];
        return new WeightTensor([outputs], numbers);
    }
}
