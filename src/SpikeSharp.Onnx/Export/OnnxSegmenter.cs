using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using static SpikeSharp.Onnx.Export.OnnxMessages;

namespace SpikeSharp.Onnx.Export;

/// <summary>The operations of segmenters by queries in ONNX, one time step each.</summary>
internal sealed class OnnxSegmenter(OnnxGraph onnx)
{
    /// <summary>Writes a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="name">Name of its result.</param>
    /// <param name="inputs">What it takes, [1, C, H, W] each.</param>
    /// <param name="shapes">Shapes of these.</param>
    /// <param name="shape">Of the result.</param>
    /// <exception cref="GraphException">The operation has no form in ONNX.</exception>
    public void Write(GraphNode node, string name, string[] inputs, ValueShape[] shapes, ValueShape shape)
    {
        switch (node.Operation)
        {
            case AttentionProduct attention:
                Attend(attention, name, inputs, shapes, shape);
                break;
            case DeformableSampling sampling:
                Sample(sampling, name, inputs, shape);
                break;
            case MaskProduct product:
                Masks(product, name, inputs, shapes, shape);
                break;
            case SemanticHead:
                Classify(name, inputs, shapes, shape);
                break;
            case ResizeLike:
                Resize(name, inputs[0], shape);
                break;
            case Constant or SinePositions:
                onnx.Node(
                    "Identity",
                    name,
                    [onnx.Floats(name + ".value", Map(shape), Array.ConvertAll(NodeArithmetic.Constant(node, shape), x => (float)x))]
                );
                break;
            case Graph.Operations.ChannelsLast:
                onnx.Node(
                    "Transpose",
                    name,
                    [Reshaped(name + ".last", inputs[0], 1, shape.Height, shape.Width, shape.Channels)],
                    Attribute("perm", [0, 3, 1, 2])
                );
                break;
            case Permute permute:
                var seen = Reshaped(name + ".axes", inputs[0], [.. permute.Sizes.Select(size => (long)size)]);
                Reshape(
                    name,
                    Step("Transpose", name + ".turned", [seen], Attribute("perm", [.. permute.Order.Select(axis => (long)axis)])),
                    Map(shape)
                );
                break;
            case Activation activation:
                Activate(activation, name, inputs[0]);
                break;
            default:
                throw new GraphException($"'{node.Operation.Kind}' has no form in ONNX", node.Name);
        }
    }

    // scale · (k vᵀ)ᵀ q, heads first, tokens last.
    private void Attend(AttentionProduct attention, string name, string[] inputs, ValueShape[] shapes, ValueShape shape)
    {
        long width = shape.Channels / attention.Heads;
        string Heads(int input) => Reshaped($"{name}.{"qkv"[input]}", inputs[input], attention.Heads, width, shapes[input].Plane);
        string Turned(string what, string x) => Step("Transpose", $"{name}.{what}", [x], Attribute("perm", [0, 2, 1]));
        var sums = Step("MatMul", name + ".sums", [Heads(2), Turned("keys", Heads(1))]); // [heads, d of v, d of k]
        var attended = Step("MatMul", name + ".attended", [sums, Heads(0)]);
        Reshape(name, Step("Mul", name + ".scaled", [attended, onnx.Scalar(attention.Scale)]), Map(shape));
    }

    // All places of a group as one grid, in ONNX's coordinates: −1 and 1 are the outer edges of the picture.
    private void Sample(DeformableSampling sampling, string name, string[] inputs, ValueShape shape)
    {
        int kernel = sampling.Kernel,
            places = kernel * kernel,
            plane = shape.Plane,
            half = (kernel - 1) / 2;
        long groups = sampling.Groups,
            channels = shape.Channels / sampling.Groups;
        var start = new float[2 * places * plane];
        for (var p = 0; p < places; p++)
        {
            for (var at = 0; at < plane; at++)
            {
                var (y, x) = Math.DivRem(at, shape.Width);
                (start[(2 * p) * plane + at], start[(2 * p + 1) * plane + at]) = (x + p / kernel - half, y + p % kernel - half);
            }
        }
        var moved = Step(
            "Add",
            name + ".places",
            [Reshaped(name + ".offsets", inputs[1], groups, places, 2, plane), onnx.Floats(name + ".start", [1, places, 2, plane], start)]
        );
        var scaled = Step(
            "Mul",
            name + ".scaled",
            [moved, onnx.Floats(name + ".extent", [1, 1, 2, 1], [2f / shape.Width, 2f / shape.Height])]
        );
        var grid = Step(
            "Add",
            name + ".shifted",
            [scaled, onnx.Floats(name + ".edge", [1, 1, 2, 1], [1f / shape.Width - 1, 1f / shape.Height - 1])]
        );
        grid = Step("Transpose", name + ".grid", [grid], Attribute("perm", [0, 1, 3, 2])); // [G, K², H·W, 2]
        var samples = Step(
            "GridSample",
            name + ".samples",
            [Reshaped(name + ".value", inputs[0], groups, channels, shape.Height, shape.Width), grid]
        );
        var weighted = Step("Mul", name + ".weighted", [samples, Reshaped(name + ".weights", inputs[2], groups, 1, places, plane)]);
        var sum = Step("ReduceSum", name + ".sum", [weighted, onnx.Integers(name + ".axes", 2)], Attribute("keepdims", 0));
        Reshape(name, Step("Mul", name + ".times", [sum, onnx.Scalar(sampling.Scale)]), Map(shape));
    }

    private void Masks(MaskProduct product, string name, string[] inputs, ValueShape[] shapes, ValueShape shape)
    {
        long channels = shapes[0].Channels;
        var queries = Step(
            "Transpose",
            name + ".queries",
            [Reshaped(name + ".spikes", inputs[0], channels, shapes[0].Plane)],
            Attribute("perm", [1, 0])
        );
        var masks = Step("MatMul", name + ".product", [queries, Reshaped(name + ".feature", inputs[1], channels, shapes[1].Plane)]);
        Reshape(name, Step("Mul", name + ".scaled", [masks, onnx.Scalar(product.Scale)]), Map(shape));
    }

    private void Classify(string name, string[] inputs, ValueShape[] shapes, ValueShape shape)
    {
        long classes = shape.Channels,
            queries = shapes[1].Channels;
        var softmax = Step(
            "Softmax",
            name + ".softmax",
            [Reshaped(name + ".classes", inputs[0], classes + 1, queries)],
            Attribute("axis", 0)
        );
        var (named, none) = (onnx.Name(name + ".named"), onnx.Name(name + ".none"));
        onnx.Node("Split", [named, none], [softmax, onnx.Integers(name + ".sizes", classes, 1)], Attribute("axis", 0));
        var larger = onnx.Name(name + ".masks");
        Resize(larger, inputs[1], shape with { Channels = (int)queries });
        var masks = Reshaped(name + ".flat", Step("Sigmoid", name + ".sigmoid", [larger]), queries, shape.Plane);
        Reshape(name, Step("MatMul", name + ".product", [named, masks]), Map(shape));
    }

    private void Resize(string name, string input, ValueShape shape) =>
        onnx.Node(
            "Resize",
            name,
            [input, "", "", onnx.Integers(name + ".size", Map(shape))],
            Attribute("coordinate_transformation_mode", "half_pixel"),
            Attribute("mode", "linear")
        );

    private void Activate(Activation activation, string name, string input)
    {
        var function = activation.Function switch
        {
            ActivationKind.Sigmoid => "Sigmoid",
            ActivationKind.Tanh => "Tanh",
            ActivationKind.Exp => "Exp",
            ActivationKind.Sqrt => "Sqrt",
            ActivationKind.Abs => "Abs",
            ActivationKind.SiLU => null,
            _ => throw new GraphException($"the function '{activation.Function}' has no form in ONNX", name),
        };
        if (function is null)
            onnx.Node("Mul", name, [input, Step("Sigmoid", name + ".sigmoid", [input])]);
        else
            onnx.Node(function, name, [input]);
    }

    private static long[] Map(ValueShape shape) => [1, shape.Channels, shape.Height, shape.Width];

    private string Reshaped(string wanted, string input, params long[] sizes)
    {
        var name = onnx.Name(wanted);
        Reshape(name, input, sizes);
        return name;
    }

    private void Reshape(string name, string input, long[] sizes) =>
        onnx.Node("Reshape", name, [input, onnx.Integers(name + ".shape", sizes)]);

    private string Step(string operation, string wanted, string[] inputs, params ProtobufMessage[] attributes) =>
        onnx.Node(operation, onnx.Name(wanted), inputs, attributes);
}
