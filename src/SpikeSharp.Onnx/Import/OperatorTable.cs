using SpikeSharp.Graph.Operations;
using SpikeSharp.Onnx.Import.Constants;
using SpikeSharp.Onnx.Import.Operators;

namespace SpikeSharp.Onnx.Import;

/// <summary>
/// Every ONNX operator that is read on values which depend on the image. Those on constants alone are in <see cref="ConstantFolding"/>.
/// </summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, Action<NodeImport>> Operators = new(StringComparer.Ordinal)
    {
        ["Conv"] = ConvolutionOperators.Conv,
        ["ConvTranspose"] = TransposedConvolution.Import,
        ["Gemm"] = MatrixOperators.Gemm,
        ["MatMul"] = MatrixOperators.MatMul,
        ["BatchNormalization"] = BatchNormalization.Import,

        ["MaxPool"] = PoolingOperators.MaxPool,
        ["AveragePool"] = PoolingOperators.AveragePool,
        ["GlobalMaxPool"] = node => ReduceOperators.Global(node, ReduceKind.Max),
        ["GlobalAveragePool"] = node => ReduceOperators.Global(node, ReduceKind.Mean),
        ["ReduceMean"] = node => ReduceOperators.Reduce(node, ReduceKind.Mean),
        ["ReduceSum"] = node => ReduceOperators.Reduce(node, ReduceKind.Sum),
        ["ReduceMax"] = node => ReduceOperators.Reduce(node, ReduceKind.Max),
        ["ReduceMin"] = node => ReduceOperators.Reduce(node, ReduceKind.Min),
        ["ArgMax"] = ReduceOperators.ArgMax,

        ["Add"] = node => ArithmeticOperators.Fold(node, CombineKind.Add),
        ["Sum"] = node => ArithmeticOperators.Fold(node, CombineKind.Add),
        ["Sub"] = node => ArithmeticOperators.Fold(node, CombineKind.Subtract),
        ["Mul"] = node => ArithmeticOperators.Fold(node, CombineKind.Multiply),
        ["Div"] = node => ArithmeticOperators.Fold(node, CombineKind.Divide),
        ["Pow"] = node => ArithmeticOperators.Fold(node, CombineKind.Power),
        ["Max"] = node => ArithmeticOperators.Fold(node, CombineKind.Maximum),
        ["Min"] = node => ArithmeticOperators.Fold(node, CombineKind.Minimum),

        ["Relu"] = RectifierOperators.Relu,
        ["LeakyRelu"] = RectifierOperators.LeakyRelu,
        ["PRelu"] = RectifierOperators.PRelu,
        ["Clip"] = RectifierOperators.Clip,
        ["Sigmoid"] = ActivationOperators.Import,
        ["Tanh"] = ActivationOperators.Import,
        ["Exp"] = ActivationOperators.Import,
        ["Log"] = ActivationOperators.Import,
        ["Sqrt"] = ActivationOperators.Import,
        ["Erf"] = ActivationOperators.Import,
        ["Neg"] = ActivationOperators.Import,
        ["Abs"] = ActivationOperators.Import,
        ["Reciprocal"] = ActivationOperators.Import,
        ["Softplus"] = ActivationOperators.Import,
        ["Mish"] = ActivationOperators.Import,
        ["HardSwish"] = ActivationOperators.Import,
        ["HardSigmoid"] = ActivationOperators.Import,
        ["Elu"] = ActivationOperators.Import,
        ["Gelu"] = ActivationOperators.Import,
        ["Softmax"] = ActivationOperators.Softmax,
        ["LogSoftmax"] = ActivationOperators.Softmax,

        ["Concat"] = JoinOperators.Concat,
        ["Split"] = JoinOperators.Split,
        ["Resize"] = ResizeOperators.Resize,
        ["Upsample"] = ResizeOperators.Resize,
        ["Pad"] = PadOperators.Pad,
        ["Slice"] = SliceOperators.Slice,
        ["Gather"] = SliceOperators.Gather,
        ["Tile"] = SliceOperators.Tile,
        ["Expand"] = SliceOperators.Expand,
        ["Transpose"] = TransposeOperators.Transpose,
        ["DepthToSpace"] = TransposeOperators.DepthToSpace,
        ["SpaceToDepth"] = TransposeOperators.SpaceToDepth,
        ["Flatten"] = ShapeOperators.Flatten,
        ["Reshape"] = ShapeOperators.Reshape,
        ["Squeeze"] = ShapeOperators.Squeeze,
        ["Unsqueeze"] = ShapeOperators.Unsqueeze,
        ["Shape"] = ShapeOperators.Shape,
        ["Size"] = ShapeOperators.Size,
        ["Identity"] = ShapeOperators.Identity,
        ["Dropout"] = ShapeOperators.Dropout,
        ["Cast"] = ShapeOperators.Cast,
    };

    // What a node alone tells: looked at even where its inputs could not be imported, so that every offender is listed.
    private static readonly Dictionary<string, Action<NodeImport>> Checks = new(StringComparer.Ordinal)
    {
        ["Conv"] = node => node.RequireWeights(1, 2),
        ["ConvTranspose"] = node => node.RequireWeights(1, 2),
        ["BatchNormalization"] = BatchNormalization.Check,
        ["MaxPool"] = PoolingOperators.Check,
    };

    public static bool Knows(string name) => Operators.ContainsKey(name) || ConstantFolding.Knows(name);

    public static void Check(NodeImport node) => Checks.GetValueOrDefault(node.Operator)?.Invoke(node);

    public static void Import(NodeImport node)
    {
        if (!Operators.TryGetValue(node.Operator, out var import))
            throw new NodeException("this operator is read on constants only");
        import(node);
    }
}
