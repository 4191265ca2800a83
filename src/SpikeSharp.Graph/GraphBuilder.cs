using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph;

/// <summary>Writes a graph node by node; a shape that does not fit fails at the call that brings it, with the node's name.</summary>
/// <remarks>Shapes are checked at <see cref="GraphInfo.ImageSize"/>. Names are given by the caller and unique.</remarks>
/// <param name="info">What the graph knows about itself.</param>
public sealed class GraphBuilder(GraphInfo info)
{
    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphOutput> _outputs = [];
    private readonly GraphShapes _shapes = new(info, info.ImageSize, info.ImageWidth ?? info.ImageSize);

    /// <summary>A picture, [channels, H, W], values 0…1.</summary>
    /// <exception cref="GraphException">For this and every other call: the name is taken, or shapes and parameters do not fit.</exception>
    public GraphValue Input(int channels, string name = "image") => Input(new Input(channels), name);

    /// <summary>What comes from outside.</summary>
    public GraphValue Input(Input input, string name = "image") => Add(name, input);

    /// <summary>A convolution.</summary>
    /// <param name="name">Name of the node; its weights are stored as <c>name.weight</c> and <c>name.bias</c>.</param>
    /// <param name="input">[Cin, H, W].</param>
    /// <param name="weight">[Cout, Cin/groups, kh, kw].</param>
    /// <param name="bias">[Cout] or null.</param>
    /// <param name="stride">Step in both directions.</param>
    /// <param name="padding">Zeros around the image.</param>
    /// <param name="groups">Groups of channels; Cin for a depthwise convolution.</param>
    public GraphValue Convolution(
        string name,
        GraphValue input,
        WeightTensor weight,
        WeightTensor? bias = null,
        int stride = 1,
        int padding = 0,
        int groups = 1
    ) => Add(name, new Convolution(weight, bias, stride, padding, groups), input);

    /// <summary>A layer of neurons, one for each element of the input current.</summary>
    public GraphValue Neuron(string name, GraphValue input, Neuron neuron) => Add(name, neuron, input);

    /// <summary>Sum of values of one shape; a static value is added at every time step.</summary>
    public GraphValue Add(string name, params ReadOnlySpan<GraphValue> inputs) => Add(name, new Add(), inputs);

    /// <summary>Joins values along the channels, first operand first.</summary>
    public GraphValue Concat(string name, params ReadOnlySpan<GraphValue> inputs) => Add(name, new Concat(), inputs);

    /// <summary>Largest value of each window; outside the image is −∞.</summary>
    public GraphValue MaxPool(string name, GraphValue input, int kernel, int stride, int padding) =>
        Add(name, new MaxPool(kernel, stride, padding), input);

    /// <summary>Each pixel becomes factor × factor pixels (nearest neighbour).</summary>
    public GraphValue Upsample(string name, GraphValue input, int factor) => Add(name, new Upsample(factor), input);

    /// <summary>Mean over the time steps; the result is static.</summary>
    public GraphValue TimeMean(string name, GraphValue input) => Add(name, new TimeMean(), input);

    /// <summary>Decodes the maps of a detection head, finest level first, into [4 + classes, 1, anchors].</summary>
    public GraphValue DetectionHead(string name, DetectionHead head, params ReadOnlySpan<GraphValue> levels) => Add(name, head, levels);

    /// <summary>Any operation: what the other methods call.</summary>
    public GraphValue Add(string name, Operation operation, params ReadOnlySpan<GraphValue> inputs)
    {
        var names = new string[inputs.Length];
        for (var i = 0; i < names.Length; i++)
            names[i] = inputs[i].Name;
        var node = new GraphNode(name, operation, names);
        var shape = _shapes.Add(node);
        _nodes.Add(node);
        return new GraphValue(name, shape);
    }

    /// <summary>Names a value as a result of the graph.</summary>
    public void Output(string name, GraphValue value) => _outputs.Add(new GraphOutput(name, value.Name));

    /// <summary>The finished graph.</summary>
    /// <exception cref="GraphException">The graph has no output, or an output's name is taken.</exception>
    public SpikeGraph Build() => new(info, [.. _nodes], [.. _outputs]);
}
