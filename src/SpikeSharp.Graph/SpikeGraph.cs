using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Graph;

/// <summary>A network as a small graph of plain operations: what compilation produces and everything after training starts from.</summary>
/// <remarks>Immutable and valid once constructed: names are unique, every input stands before its reader, and all shapes fit
/// at the graph's own image size.</remarks>
public sealed class SpikeGraph
{
    /// <summary>Nodes that a graph may have.</summary>
    public const int MaxNodes = 100_000;

    /// <summary>Elements that a value of one time step may have, and all time steps together of what is in memory at once.</summary>
    public const long MaxElements = 1L << 28;

    private readonly Dictionary<string, GraphNode> _byName = new(StringComparer.Ordinal);

    /// <summary>Takes the nodes in topological order and checks every rule.</summary>
    /// <exception cref="GraphException">A rule is broken; the message names the node.</exception>
    public SpikeGraph(GraphInfo info, IReadOnlyList<GraphNode> nodes, IReadOnlyList<GraphOutput> outputs, GraphPlan? plan = null)
    {
        (Info, Nodes, Outputs, Plan) = (info, nodes, outputs, plan);
        if (nodes.Count > MaxNodes)
            throw new GraphException($"{nodes.Count} nodes, at most {MaxNodes} allowed");
        InferShapes();
        foreach (var node in nodes)
            _byName.Add(node.Name, node);
        if (outputs.Count == 0)
            throw new GraphException("the graph names no output");
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var output in outputs)
        {
            if (output.Name.Length is 0 or > GraphShapes.MaxNameLength || !names.Add(output.Name))
                throw new GraphException("an output's name is empty, too long, or used twice", output.Name);
            if (!_byName.ContainsKey(output.Value))
                throw new GraphException($"output '{output.Name}' wants a value that no node gives", output.Value);
        }
        foreach (var stride in info.Strides)
        {
            if (stride is < 1 or > GraphShapes.MaxSide)
                throw new GraphException($"a stride of {stride} pixels, wanted 1 to {GraphShapes.MaxSide}");
        }
        plan?.Check(this);
    }

    /// <summary>Name, time steps, image size, classes, strides, metadata.</summary>
    public GraphInfo Info { get; }

    /// <summary>Nodes in topological order.</summary>
    public IReadOnlyList<GraphNode> Nodes { get; }

    /// <summary>The results, in the order they were named.</summary>
    public IReadOnlyList<GraphOutput> Outputs { get; }

    /// <summary>How the engine is to run it, where that has been found out; null otherwise.</summary>
    public GraphPlan? Plan { get; }

    /// <summary>The same graph with another plan, or with none.</summary>
    /// <exception cref="GraphException">It is not a plan of this graph.</exception>
    public SpikeGraph With(GraphPlan? plan) => new(Info, Nodes, Outputs, plan);

    /// <summary>The same graph run for another number of time steps.</summary>
    /// <exception cref="GraphException">That number is out of range.</exception>
    public SpikeGraph With(int timeSteps) => new(Info with { TimeSteps = timeSteps }, Nodes, Outputs, Plan);

    /// <summary>Weights by their name in the file, <c>node.role</c>, in the order of the nodes.</summary>
    public IEnumerable<(string Name, WeightTensor Tensor)> Weights =>
        from node in Nodes
        from weight in node.Operation.Weights
        select ($"{node.Name}.{weight.Role}", weight.Tensor);

    /// <summary>The node of that name.</summary>
    /// <exception cref="GraphException">No node has that name.</exception>
    public GraphNode Node(string name) =>
        _byName.TryGetValue(name, out var node) ? node : throw new GraphException("the graph has no such node", name);

    /// <summary>The shapes of all values for an image of the size that the graph names, which need not be square.</summary>
    public IReadOnlyDictionary<string, ValueShape> InferShapes() => InferShapes(Info.ImageSize, Info.ImageWidth ?? Info.ImageSize);

    /// <summary>Shape of every value for an image of that size.</summary>
    /// <param name="height">Image height in pixels.</param>
    /// <param name="width">Image width in pixels.</param>
    /// <exception cref="GraphException">The network cannot take that size; the message names the first node that fails.</exception>
    public IReadOnlyDictionary<string, ValueShape> InferShapes(int height, int width)
    {
        var shapes = new GraphShapes(Info, height, width);
        foreach (var node in Nodes)
            shapes.Add(node);
        return shapes.All;
    }
}
