using System.Globalization;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using static SpikeSharp.Onnx.Export.OnnxMessages;

namespace SpikeSharp.Onnx.Export;

/// <summary>From a graph to ONNX, node by node. A value becomes one result, or one for each time step where it varies over time.</summary>
internal sealed class GraphToOnnx
{
    private readonly SpikeGraph _graph;
    private readonly int _height,
        _width;
    private readonly bool _factorised;
    private readonly IReadOnlyDictionary<string, ValueShape> _shapes;
    private readonly OnnxGraph _onnx = new();

    // Names of every node's results, by time step.
    private readonly Dictionary<string, string[]> _results = new(StringComparer.Ordinal);

    public GraphToOnnx(SpikeGraph graph, int height, int width, bool factorised)
    {
        (_graph, _height, _width, _factorised) = (graph, height, width, factorised);
        _shapes = graph.InferShapes(height, width);
        TakeNames();
        foreach (var node in graph.Nodes)
        {
            RequireMaps(node);
            Write(node);
        }
        foreach (var output in graph.Outputs)
            Write(output);
    }

    public int NodeCount => _onnx.NodeCount;

    public int InitialiserCount => _onnx.InitialiserCount;

    /// <summary>Convolutions written as the chain of their factors.</summary>
    public int FactorisedCount { get; private set; }

    public ProtobufMessage ToMessage() =>
        _onnx.ToMessage(_graph.Info.Name, Value(OnnxFile.InputName, [Frames(), Channels(), _height, _width]));

    // The names that others rely on come first: the input's, the outputs', then the nodes'. What stands between nodes takes what is left.
    private void TakeNames()
    {
        _onnx.Name(OnnxFile.InputName);
        foreach (var output in _graph.Outputs)
        {
            if (_onnx.Name(output.Name) != output.Name)
                throw new GraphException($"output '{output.Name}' has the name of the ONNX input, '{OnnxFile.InputName}'");
        }
        foreach (var node in _graph.Nodes)
            _results[node.Name] = ResultNames(node);
    }

    private string[] ResultNames(GraphNode node)
    {
        var steps = _shapes[node.Name].Steps(_graph.Info.TimeSteps);
        if (node.Operation is Input && steps == 1)
            return [OnnxFile.InputName];
        if (steps > 1)
            return
            [
                .. Enumerable.Range(0, steps).Select(t => _onnx.Name(string.Create(CultureInfo.InvariantCulture, $"{node.Name}.t{t}"))),
            ];
        // A node that is an output of its own name needs no second one.
        return [_graph.Outputs.Contains(new GraphOutput(node.Name, node.Name)) ? node.Name : _onnx.Name(node.Name)];
    }

    private int Channels() =>
        Inputs().Select(input => input.Channels).Distinct().ToArray() is [var channels]
            ? channels
            : throw new GraphException("its inputs want images of different channels");

    // Of a recording the frames stand where a batch of pictures would.
    private int Frames() =>
        Inputs().Select(input => input.HasFrames ? _graph.Info.TimeSteps : 1).Distinct().ToArray() is [var frames]
            ? frames
            : throw new GraphException("one of its inputs wants a picture, another a frame for each time step");

    private IEnumerable<Input> Inputs() => _graph.Nodes.Select(node => node.Operation).OfType<Input>();

    // A head gives [1, rows, anchors]: the shape that everybody expects of an output, and no map.
    private void RequireMaps(GraphNode node)
    {
        if (node.Inputs.FirstOrDefault(IsHead) is { } head)
            throw new GraphException($"it reads the detection head '{head}', which in ONNX can only be an output", node.Name);
    }

    private bool IsHead(string value) => _graph.Node(value).Operation is DetectionHead;

    private void Write(GraphNode node)
    {
        switch (node.Operation)
        {
            case Input:
                if (_results[node.Name] is { Length: > 1 } frames)
                    _onnx.Node(
                        "Split",
                        frames,
                        [OnnxFile.InputName, _onnx.Integers(node.Name + ".sizes", [.. Enumerable.Repeat(1L, frames.Length)])],
                        Attribute("axis", 0)
                    );
                return;
            case Convolution convolution:
                Write(node, convolution);
                break;
            case Neuron neuron:
                OnnxNeuron.Write(_onnx, neuron, _results[node.Name], Currents(node));
                break;
            case Add:
                EachStep(node, (name, inputs) => _onnx.Node(inputs.Length == 2 ? "Add" : "Sum", name, inputs));
                break;
            case Concat:
                EachStep(node, (name, inputs) => _onnx.Node("Concat", name, inputs, Attribute("axis", 1)));
                break;
            case MaxPool { OverTime: PoolingOverTime.Lossless } pool:
                WriteOverTime(node, pool);
                break;
            case Affine affine:
                Write(node, affine);
                break;
            case MaxPool pool:
                EachStep(node, (name, inputs) => Write(pool, name, inputs));
                break;
            case Upsample upsample:
                Write(node, upsample);
                break;
            case TimeMean:
                WriteMean(node);
                break;
            case DetectionHead head:
                OnnxDetectionHead.Write(_onnx, head, node.Name, _results[node.Name][0], Levels(node));
                break;
            default:
                var segmenter = new OnnxSegmenter(_onnx);
                EachStep(node, (name, inputs) =>
                    segmenter.Write(node, name, inputs, [.. node.Inputs.Select(input => _shapes[input])], _shapes[node.Name])
                );
                break;
        }
        foreach (var name in _results[node.Name].Where(name => _graph.Outputs.All(output => output.Name != name)))
            _onnx.Shape(name, Shape(node.Name));
    }

    private void Write(GraphNode node, Convolution convolution)
    {
        var factorised = _factorised && convolution.Factors.Count > 0;
        if (factorised)
            FactorisedCount++;
        var chain = factorised ? convolution.Factors : [convolution];
        // Weights stand once, whatever the number of time steps.
        var weights = chain
            .Select((link, i) => Weights(factorised ? $"{node.Name}.{Convolution.FactorName(i)}" : node.Name, link))
            .ToArray();
        EachStep(node, (name, inputs) =>
        {
            var x = inputs[0];
            for (var i = 0; i < chain.Count; i++)
            {
                var result = i == chain.Count - 1 ? name : _onnx.Name($"{name}.{Convolution.FactorName(i)}");
                x = _onnx.Node("Conv", result, [x, .. weights[i]], Geometry(chain[i]));
            }
        });
    }

    private string[] Weights(string name, Convolution convolution) =>
        convolution.Bias is { } bias
            ? [_onnx.Weight($"{name}.weight", convolution.Weight), _onnx.Weight($"{name}.bias", bias)]
            : [_onnx.Weight($"{name}.weight", convolution.Weight)];

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
        if (pool.OverTime != PoolingOverTime.Instantaneous)
            throw new GraphException("only pooling of one time step has a form in ONNX", name);
        Largest(name, inputs[0], pool);
    }

    private string Largest(string name, string input, MaxPool pool)
    {
        if (pool.Window.IsWhole)
            return _onnx.Node("GlobalMaxPool", name, [input]);
        if (!pool.Window.IsSquare)
            throw new GraphException("only pooling of square windows has a form in ONNX", name);
        return _onnx.Node("MaxPool", name, [input], Geometry(pool.Kernel, pool.Kernel, pool.Stride, pool.Padding));
    }

    // A += x; m = MaxPool(A); out = m − M; M = m.
    private void WriteOverTime(GraphNode node, MaxPool pool)
    {
        string? sum = null,
            before = null;
        EachStep(node, (name, inputs) =>
        {
            sum = sum is null ? inputs[0] : _onnx.Node("Add", _onnx.Name(name + ".sum"), [sum, inputs[0]]);
            var largest = Largest(before is null ? name : _onnx.Name(name + ".largest"), sum, pool);
            if (before is not null)
                _onnx.Node("Sub", name, [largest, before]);
            before = largest;
        });
    }

    private void Write(GraphNode node, Affine affine)
    {
        var channels = affine.Scale.Values.Length;
        var (scale, shift) = (
            _onnx.Floats(node.Name + ".scale", [1, channels, 1, 1], affine.Scale.Values.ToArray()),
            _onnx.Floats(node.Name + ".shift", [1, channels, 1, 1], affine.Shift.Values.ToArray())
        );
        EachStep(node, (name, inputs) =>
            _onnx.Node("Add", name, [_onnx.Node("Mul", _onnx.Name(name + ".scaled"), [inputs[0], scale]), shift])
        );
    }

    // Source index = floor(target index / factor), as the graph has it.
    private void Write(GraphNode node, Upsample upsample)
    {
        var scales = _onnx.Floats(node.Name + ".scales", [4], [1, 1, upsample.Factor, upsample.Factor]);
        EachStep(node, (name, inputs) =>
            _onnx.Node(
                "Resize",
                name,
                [inputs[0], "", scales],
                Attribute("coordinate_transformation_mode", "asymmetric"),
                Attribute("mode", "nearest"),
                Attribute("nearest_mode", "floor")
            )
        );
    }

    private void WriteMean(GraphNode node)
    {
        var (name, steps) = (_results[node.Name][0], _results[node.Inputs[0]]);
        if (steps.Length == 1)
        {
            _onnx.Node("Identity", name, steps);
            return;
        }
        var sum = _onnx.Node("Sum", _onnx.Name(node.Name + ".sum"), steps);
        _onnx.Node("Div", name, [sum, _onnx.Scalar(steps.Length)]);
    }

    // What varies over time is joined along the first axis; an output's name may differ from that of the node which gives it.
    private void Write(GraphOutput output)
    {
        var steps = _results[output.Value];
        if (steps.Length > 1)
            _onnx.Node("Concat", output.Name, steps, Attribute("axis", 0));
        else if (steps[0] != output.Name)
            _onnx.Node("Identity", output.Name, steps);
        _onnx.Output(output.Name, [steps.Length, .. Shape(output.Value)[1..]]);
    }

    private void EachStep(GraphNode node, Action<string, string[]> write)
    {
        var names = _results[node.Name];
        for (var t = 0; t < names.Length; t++)
            write(names[t], [.. node.Inputs.Select(input => At(input, t))]);
    }

    // What is static is the same at every step.
    private string At(string value, int t) => _results[value] is [var only] ? only : _results[value][t];

    private string[] Currents(GraphNode node) => [.. _results[node.Name].Select((_, t) => At(node.Inputs[0], t))];

    private (string Map, ValueShape Shape)[] Levels(GraphNode node) =>
        [.. node.Inputs.Select(input => (_results[input][0], _shapes[input]))];

    // Of one time step.
    private long[] Shape(string value)
    {
        var shape = _shapes[value];
        return IsHead(value) ? [1, shape.Channels, shape.Width] : [1, shape.Channels, shape.Height, shape.Width];
    }
}
