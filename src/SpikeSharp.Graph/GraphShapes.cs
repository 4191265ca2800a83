namespace SpikeSharp.Graph;

/// <summary>Shape inference in one pass: takes the nodes in order, refuses what does not fit.</summary>
internal sealed class GraphShapes
{
    /// <summary>Elements a value may have: 2 GiB as float64.</summary>
    internal const long MaxElements = SpikeGraph.MaxElements;

    internal const int MaxTimeSteps = 1024;
    internal const int MaxSide = 16384;
    internal const int MaxNameLength = 512;

    private readonly Dictionary<string, ValueShape> _shapes = new(StringComparer.Ordinal);
    private readonly GraphInfo _info;
    private readonly (int Height, int Width) _image;

    internal GraphShapes(GraphInfo info, int height, int width)
    {
        if (info.TimeSteps is < 1 or > MaxTimeSteps)
            throw new GraphException($"{info.TimeSteps} time steps, wanted 1 to {MaxTimeSteps}");
        if (height is < 1 or > MaxSide || width is < 1 or > MaxSide)
            throw new GraphException($"an image of {height}×{width} pixels, wanted sides of 1 to {MaxSide}");
        (_info, _image) = (info, (height, width));
    }

    internal ValueShape this[string name] => _shapes[name];

    internal IReadOnlyDictionary<string, ValueShape> All => _shapes;

    internal ValueShape Add(GraphNode node)
    {
        if (node.Name.Length is 0 or > MaxNameLength)
            throw new GraphException($"a node's name has {node.Name.Length} letters, wanted 1 to {MaxNameLength}");
        if (_shapes.ContainsKey(node.Name))
            throw new GraphException("the name is used twice", node.Name);
        var (fewest, most) = node.Operation.Arity;
        if (node.Inputs.Count < fewest || node.Inputs.Count > most)
        {
            var wanted = fewest == most ? $"{fewest}" : $"{fewest} or more";
            throw new GraphException($"{node.Operation.Kind} has {node.Inputs.Count} inputs, wanted {wanted}", node.Name);
        }
        var inputs = new ValueShape[node.Inputs.Count];
        for (var i = 0; i < inputs.Length; i++)
        {
            if (!_shapes.TryGetValue(node.Inputs[i], out inputs[i]))
            {
                throw new GraphException(
                    $"input '{node.Inputs[i]}' is missing before it: nodes stand in topological order, without cycles",
                    node.Name
                );
            }
        }
        var shape = node.Operation.Infer(new ShapeContext(node.Name, _image.Height, _image.Width), inputs);
        if (shape.Channels < 1 || shape.Height < 1 || shape.Width < 1)
            throw new GraphException($"its output would be {shape} for inputs {string.Join(", ", inputs)}", node.Name);
        if ((Int128)shape.Channels * shape.Height * shape.Width > MaxElements)
            throw new GraphException($"its output {shape} exceeds {MaxElements} elements", node.Name);
        _shapes.Add(node.Name, shape);
        return shape;
    }
}
