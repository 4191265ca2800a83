using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Functions of each number alone, and Softmax.</summary>
internal static class ActivationOperators
{
    public static void Import(NodeImport node) => node.Chain().Then(Activation(node)).Give(0, node.Value(0).Shape);

    public static void Softmax(NodeImport node)
    {
        var value = node.Value(0);
        var logarithm = node.Operator == "LogSoftmax";
        if (node.Opset >= 13)
        {
            var along = OnnxShape.Axis(node.Integer("axis", -1), value.Shape.Length);
            AlongAxis.Then(node.Chain(), value.Shape, along, axis => new Softmax(axis, logarithm), value.Shape[along]).Give(0, value.Shape);
            return;
        }
        // Until opset 12 all axes from this one on are one.
        var first = node.Integer("axis", 1);
        var from = first == value.Shape.Length ? value.Shape.Length : OnnxShape.Axis(first, value.Shape.Length);
        var flat = new Layout(OnnxShape.Count(value.Shape.AsSpan(0, from)), 1, OnnxShape.Count(value.Shape.AsSpan(from)));
        if (flat.Channels == 1 && value.Layout == new Layout(flat.Width, 1, 1))
            node.Chain().Then(new Softmax(Axis.Channels, logarithm)).Give(0, value.Shape);
        else
            node.Chain().See(flat).Then(new Softmax(Axis.Width, logarithm)).Give(0, value.Shape);
    }

    private static Activation Activation(NodeImport node) =>
        node.Operator switch
        {
            "Sigmoid" => new(ActivationKind.Sigmoid),
            "Tanh" => new(ActivationKind.Tanh),
            "Exp" => new(ActivationKind.Exp),
            "Log" => new(ActivationKind.Log),
            "Sqrt" => new(ActivationKind.Sqrt),
            "Erf" => new(ActivationKind.Erf),
            "Neg" => new(ActivationKind.Negate),
            "Abs" => new(ActivationKind.Abs),
            "Reciprocal" => new(ActivationKind.Reciprocal),
            "Softplus" => new(ActivationKind.Softplus),
            "Mish" => new(ActivationKind.Mish),
            "HardSwish" => new(ActivationKind.HardSwish),
            "HardSigmoid" => new(ActivationKind.HardSigmoid, node.Real("alpha", 0.2f), node.Real("beta", 0.5f)),
            "Elu" => new(ActivationKind.Elu, node.Real("alpha", 1)),
            "Gelu" => new(ActivationKind.Gelu, node.Text("approximate", "none") == "tanh" ? 1 : 0),
            _ => throw new NodeException("the importer does not know this function"),
        };
}
