using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using static SpikeSharp.Export.Onnx.OnnxMessages;

namespace SpikeSharp.Export.Onnx;

/// <summary>From a graph to ONNX, node by node. A value becomes one result, or one for each time step where it varies over time.</summary>
internal sealed class OnnxTranslation
{
    private readonly SpikeGraph graph;
    private readonly OnnxOptions options;
    private readonly IReadOnlyDictionary<string, ValueShape> shapes;
    private readonly OnnxGraph onnx = new();

    // Names of every node's results, by time step.
    private readonly Dictionary<string, string[]> results = new(StringComparer.Ordinal);

    public OnnxTranslation(SpikeGraph graph, OnnxOptions options)
    {
        (this.graph, this.options, shapes) = (graph, options, graph.InferShapes(options.Height, options.Width));
        TakeNames();
        foreach (var node in graph.Nodes)
        {
            RequireMaps(node);
            Write(node);
        }
        foreach (var output in graph.Outputs) Write(output);
    }

    public int NodeCount => onnx.NodeCount;

    public int InitialiserCount => onnx.InitialiserCount;

    /// <summary>Convolutions written as the chain of their factors.</summary>
    public int FactorisedCount { get; private set; }

    public ProtobufMessage ToMessage() => onnx.ToMessage(graph.Info.Name, Value(OnnxExport.InputName, [1, Channels(), options.Height, options.Width]));

    // The names that others rely on come first: the input's, the outputs', then the nodes'. What stands between nodes takes what is left.
    private void TakeNames()
    {
        onnx.Name(OnnxExport.InputName);
        foreach (var output in graph.Outputs)
        {
            if (onnx.Name(output.Name) != output.Name)
                throw new GraphException($"output '{output.Name}' has the name of the ONNX input, '{OnnxExport.InputName}'");
        }
        foreach (var node in graph.Nodes) results[node.Name] = ResultNames(node);
    }

    private string[] ResultNames(GraphNode node)
    {
        if (node.Operation is Input) return [OnnxExport.InputName];
        int steps = shapes[node.Name].Steps(graph.Info.TimeSteps);
        if (steps > 1) return [.. Enumerable.Range(0, steps).Select(t => onnx.Name(FormattableString.Invariant($"{node.Name}.t{t}")))];
        // A node that is an output of its own name needs no second one.
        return [graph.Outputs.Contains(new GraphOutput(node.Name, node.Name)) ? node.Name : onnx.Name(node.Name)];
    }

    private int Channels()
    {
        var inputs = graph.Nodes.Where(node => node.Operation is Input).Select(node => ((Input)node.Operation).Channels).Distinct().ToArray();
        return inputs is [var channels] ? channels : throw new GraphException("its inputs want images of different channels");
    }

    // A head gives [1, rows, anchors]: the shape that everybody expects of an output, and no map.
    private void RequireMaps(GraphNode node)
    {
        if (node.Inputs.FirstOrDefault(IsHead) is { } head)
            throw new GraphException($"it reads the detection head '{head}', which in ONNX can only be an output", node.Name);
    }

    private bool IsHead(string value) => graph.Node(value).Operation is DetectionHead;

    private void Write(GraphNode node)
    {
        switch (node.Operation)
        {
            case Input: return;
            case Convolution convolution: Write(node, convolution); break;
            case Neuron neuron: OnnxNeuron.Write(onnx, neuron, results[node.Name], Currents(node)); break;
            case Add: EachStep(node, (name, inputs) => onnx.Node(inputs.Length == 2 ? "Add" : "Sum", name, inputs)); break;
            case Concat: EachStep(node, (name, inputs) => onnx.Node("Concat", name, inputs, Attribute("axis", 1))); break;
            case MaxPool { OverTime: PoolingOverTime.Lossless } pool: WriteOverTime(node, pool); break;
            case Affine affine: Write(node, affine); break;
            case MaxPool pool: EachStep(node, (name, inputs) => Write(pool, name, inputs)); break;
            case Upsample upsample: Write(node, upsample); break;
            case TimeMean: WriteMean(node); break;
            case DetectionHead head: OnnxDetectionHead.Write(onnx, head, node.Name, results[node.Name][0], Levels(node)); break;
            default:
                var segmenter = new OnnxSegmenter(onnx);
                EachStep(node, (name, inputs) => segmenter.Write(node, name, inputs, [.. node.Inputs.Select(input => shapes[input])], shapes[node.Name]));
                break;
        }
        foreach (var name in results[node.Name].Where(name => graph.Outputs.All(output => output.Name != name))) onnx.Shape(name, Shape(node.Name));
    }

    private void Write(GraphNode node, Convolution convolution)
    {
        var factorised = options.Factorised && convolution.Factors.Count > 0;
        if (factorised) FactorisedCount++;
        var chain = factorised ? convolution.Factors : [convolution];
        // Weights stand once, whatever the number of time steps.
        var weights = chain.Select((link, i) => Weights(factorised ? $"{node.Name}.{Convolution.FactorName(i)}" : node.Name, link)).ToArray();
        EachStep(node, (name, inputs) =>
        {
            var x = inputs[0];
            for (int i = 0; i < chain.Count; i++)
            {
                var result = i == chain.Count - 1 ? name : onnx.Name($"{name}.{Convolution.FactorName(i)}");
                x = onnx.Node("Conv", result, [x, .. weights[i]], Geometry(chain[i]));
            }
        });
    }

    private string[] Weights(string name, Convolution convolution) => convolution.Bias is { } bias
        ? [onnx.Weight($"{name}.weight", convolution.Weight), onnx.Weight($"{name}.bias", bias)]
        : [onnx.Weight($"{name}.weight", convolution.Weight)];

    private static ProtobufMessage[] Geometry(Convolution convolution) =>
    [
        Attribute("group", convolution.Groups),
        .. convolution.Dilation == 1 ? [] : new[] { Attribute("dilations", [convolution.Dilation, convolution.Dilation]) },
        .. Geometry(convolution.KernelHeight, convolution.KernelWidth, convolution.Stride, convolution.Padding),
    ];

    private static ProtobufMessage[] Geometry(long height, long width, long stride, long padding) =>
    [
        Attribute("kernel_shape", [height, width]),
        Attribute("pads", [padding, padding, padding, padding]),
        Attribute("strides", [stride, stride]),
    ];

    private void Write(MaxPool pool, string name, string[] inputs)
    {
        if (pool.OverTime != PoolingOverTime.Instantaneous) throw new GraphException("only pooling of one time step has a form in ONNX", name);
        Largest(name, inputs[0], pool);
    }

    private string Largest(string name, string input, MaxPool pool)
    {
        if (pool.Window.IsWhole) return onnx.Node("GlobalMaxPool", name, [input]);
        if (!pool.Window.IsSquare) throw new GraphException("only pooling of square windows has a form in ONNX", name);
        return onnx.Node("MaxPool", name, [input], Geometry(pool.Kernel, pool.Kernel, pool.Stride, pool.Padding));
    }

    // A += x; m = MaxPool(A); out = m − M; M = m.
    private void WriteOverTime(GraphNode node, MaxPool pool)
    {
        string? sum = null, before = null;
        EachStep(node, (name, inputs) =>
        {
            sum = sum is null ? inputs[0] : onnx.Node("Add", onnx.Name(name + ".sum"), [sum, inputs[0]]);
            var largest = Largest(before is null ? name : onnx.Name(name + ".largest"), sum, pool);
            if (before is not null) onnx.Node("Sub", name, [largest, before]);
            before = largest;
        });
    }

    private void Write(GraphNode node, Affine affine)
    {
        int channels = affine.Scale.Values.Length;
        var (scale, shift) = (onnx.Floats(node.Name + ".scale", [1, channels, 1, 1], affine.Scale.Values.ToArray()), onnx.Floats(node.Name + ".shift", [1, channels, 1, 1], affine.Shift.Values.ToArray()));
        EachStep(node, (name, inputs) => onnx.Node("Add", name, [onnx.Node("Mul", onnx.Name(name + ".scaled"), [inputs[0], scale]), shift]));
    }

    // Source index = floor(target index / factor), as the graph has it.
    private void Write(GraphNode node, Upsample upsample)
    {
        var scales = onnx.Floats(node.Name + ".scales", [4], [1, 1, upsample.Factor, upsample.Factor]);
        EachStep(node, (name, inputs) => onnx.Node(
            "Resize", name, [inputs[0], "", scales],
            Attribute("coordinate_transformation_mode", "asymmetric"), Attribute("mode", "nearest"), Attribute("nearest_mode", "floor")));
    }

    private void WriteMean(GraphNode node)
    {
        var (name, steps) = (results[node.Name][0], results[node.Inputs[0]]);
        if (steps.Length == 1)
        {
            onnx.Node("Identity", name, steps);
            return;
        }
        var sum = onnx.Node("Sum", onnx.Name(node.Name + ".sum"), steps);
        onnx.Node("Div", name, [sum, onnx.Scalar(steps.Length)]);
    }

    // What varies over time is joined along the first axis; an output's name may differ from that of the node which gives it.
    private void Write(GraphOutput output)
    {
        var steps = results[output.Value];
        if (steps.Length > 1) onnx.Node("Concat", output.Name, steps, Attribute("axis", 0));
        else if (steps[0] != output.Name) onnx.Node("Identity", output.Name, steps);
        onnx.Output(output.Name, [steps.Length, .. Shape(output.Value)[1..]]);
    }

    private void EachStep(GraphNode node, Action<string, string[]> write)
    {
        var names = results[node.Name];
        for (int t = 0; t < names.Length; t++) write(names[t], [.. node.Inputs.Select(input => At(input, t))]);
    }

    // What is static is the same at every step.
    private string At(string value, int t) => results[value] is [var only] ? only : results[value][t];

    private string[] Currents(GraphNode node) => [.. results[node.Name].Select((_, t) => At(node.Inputs[0], t))];

    private (string Map, ValueShape Shape)[] Levels(GraphNode node) => [.. node.Inputs.Select(input => (results[input][0], shapes[input]))];

    // Of one time step.
    private long[] Shape(string value)
    {
        var shape = shapes[value];
        return IsHead(value) ? [1, shape.Channels, shape.Width] : [1, shape.Channels, shape.Height, shape.Width];
    }
}
