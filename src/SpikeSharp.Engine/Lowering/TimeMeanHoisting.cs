using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Lowering;

/// <summary>Takes the mean over time in front of the last weighted layers, which are linear: weighted once in place of T times.</summary>
/// <remarks>mean(W·s + b) = W·mean(s) + b; in real numbers, of which float32 keeps 24 bits. Names keep their meaning, but the convolution's
/// own result over time is no longer there; so it is done only where nobody else reads it.</remarks>
internal static class TimeMeanHoisting
{
    internal static SpikeGraph Apply(SpikeGraph graph)
    {
        var readers = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var name in graph.Nodes.SelectMany(node => node.Inputs).Concat(graph.Outputs.Select(output => output.Value)))
            readers[name] = readers.GetValueOrDefault(name) + 1;
        var shapes = graph.InferShapes();
        var moved = graph
            .Nodes.Where(node =>
                node.Operation is TimeMean
                && readers[node.Inputs[0]] == 1
                && graph.Node(node.Inputs[0]) is { Operation: Convolution } source
                && shapes[source.Inputs[0]].Timed
            )
            .ToDictionary(node => node.Inputs[0], node => node.Name, StringComparer.Ordinal);
        if (moved.Count == 0)
            return graph;
        var means = new Dictionary<string, string>(StringComparer.Ordinal);
        var nodes = new List<GraphNode>();
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is TimeMean && moved.ContainsKey(node.Inputs[0]))
                continue;
            if (!moved.TryGetValue(node.Name, out var result))
            {
                nodes.Add(node);
                continue;
            }
            if (!means.TryGetValue(node.Inputs[0], out var mean))
            {
                // The convolution's own name is free now.
                means.Add(node.Inputs[0], mean = node.Name);
                nodes.Add(new GraphNode(mean, new TimeMean(), node.Inputs));
            }
            nodes.Add(new GraphNode(result, node.Operation, [mean]));
        }
        return new SpikeGraph(graph.Info, nodes, graph.Outputs);
    }
}
