using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>ReLU and its kin: the activations that spikes can carry.</summary>
internal static class RectifierOperators
{
    public static void Relu(NodeImport node) => Neurons(node, new Relu());

    public static void LeakyRelu(NodeImport node) => Neurons(node, new Relu(node.Real("alpha", 0.01f)));

    public static void Clip(NodeImport node)
    {
        // Attributes until opset 10, inputs since.
        var least = node.Has(1) ? Number(node, 1) : node.Real("min", float.NegativeInfinity);
        var most = node.Has(2) ? Number(node, 2) : node.Real("max", float.PositiveInfinity);
        if (least == 0 && most >= float.MaxValue)
            Relu(node);
        else if (least == 0 && most > 0)
            Neurons(node, new Relu(Ceiling: most));
        else
            node.Chain()
                .Then(new Activation(ActivationKind.Clip, Math.Max(least, float.MinValue), Math.Min(most, float.MaxValue)))
                .Give(0, node.Value(0).Shape);
    }

    public static void PRelu(NodeImport node)
    {
        var slopes = node.Weights(1);
        var value = node.Value(0);
        var layout = value.Layout;
        if (slopes.Count == 1)
        {
            Neurons(node, new Relu((float)slopes[0]));
            return;
        }
        // [C, 1, 1] for [1, C, H, W]: one a channel.
        if (
            slopes.Count != layout.Channels
            || OnnxShape.Ranked(slopes.Shape, value.Shape.Length) is var ranked
                && ranked[value.Shape.Length > 1 && value.Shape[0] == 1 ? 1 : 0] != slopes.Count
        )
            throw new NodeException($"its slopes have shape {OnnxShape.Text(slopes.Shape)}, wanted one number for all or one a channel");
        // relu(x) − slope·relu(−x)
        var x = node.Chain().Value();
        var above = node.Part(new Relu(), x);
        var below = node.Part(new Relu(), node.Part(new Activation(ActivationKind.Negate), x));
        var negative = new float[slopes.Count];
        for (var c = 0; c < negative.Length; c++)
            negative[c] = -(float)slopes[c];
        var scaled = node.Part(new Affine(new WeightTensor([slopes.Count], negative), Weight.Filled(slopes.Count, 0)), below);
        new ValueChain(node, new Add(), layout, above, scaled).Give(0, value.Shape);
    }

    private static float Number(NodeImport node, int input) =>
        node.Fixed(input) is { Count: 1 } number ? (float)number[0] : throw new NodeException("its bounds are no single numbers");

    private static void Neurons(NodeImport node, Neuron neuron) => node.Chain().Then(neuron).Give(0, node.Value(0).Shape);
}
