namespace SpikeSharp.Graph.Summary;

/// <summary>Shapes, parameters and multiply-accumulates of a graph at one image size (spec 3.3).</summary>
/// <param name="Height">Image height in pixels.</param>
/// <param name="Width">Image width in pixels.</param>
/// <param name="Layers">One row a node, in the order of the graph.</param>
public sealed record GraphSummary(int Height, int Width, IReadOnlyList<LayerSummary> Layers)
{
    /// <summary>Weights, biases and frozen numbers of all nodes.</summary>
    public long Parameters => Layers.Sum(layer => layer.Parameters);

    /// <summary>Multiply-accumulates of one time step: what an ANN of this architecture needs for one image.</summary>
    public long MacsPerStep => Layers.Sum(layer => layer.MacsPerStep);

    /// <summary>Multiply-accumulates of one image over all time steps, static nodes once.</summary>
    public long Macs => Layers.Sum(layer => layer.Macs);

    /// <summary>Neurons of all spiking layers.</summary>
    public long Neurons => Layers.Where(layer => layer.Node.Operation is Operations.SpikingNeuron).Sum(layer => layer.Shape.Count);

    /// <summary>Summarises a graph for one image size.</summary>
    /// <exception cref="GraphException">The network cannot take that size.</exception>
    public static GraphSummary Of(SpikeGraph graph, int height, int width)
    {
        var shapes = graph.InferShapes(height, width);
        return new GraphSummary(height, width, [.. graph.Nodes.Select(Row)]);

        LayerSummary Row(GraphNode node)
        {
            var shape = shapes[node.Name];
            // What a node costs depends on what it reads: the mean over time reads T maps and gives one.
            var timed = node.Inputs.Any(input => shapes[input].Timed) || shape.Timed;
            var work = node.Operation.Work([.. node.Inputs.Select(input => shapes[input])], shape);
            return new LayerSummary(node, shape, timed ? graph.Info.TimeSteps : 1, node.Operation.ParameterCount, work);
        }
    }
}
