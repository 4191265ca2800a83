using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Lowering;

/// <summary>Puts the factors of a convolution in its place where the plan says so.</summary>
internal static class Factorised
{
    /// <param name="graph">The graph as compiled.</param>
    /// <param name="chosen">Whether a node with factors is to run as its factors.</param>
    internal static SpikeGraph Apply(SpikeGraph graph, Func<GraphNode, bool> chosen)
    {
        var nodes = new List<GraphNode>();
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is not Convolution { Factors.Count: > 0 } convolution || !chosen(node))
            {
                nodes.Add(node);
                continue;
            }
            var input = node.Inputs[0];
            for (var i = 0; i < convolution.Factors.Count; i++)
            {
                // The last factor's result is the node's.
                var name = i == convolution.Factors.Count - 1 ? node.Name : $"{node.Name}.{Convolution.FactorName(i)}";
                nodes.Add(new GraphNode(name, convolution.Factors[i], [input]));
                input = name;
            }
        }
        return new SpikeGraph(graph.Info, nodes, graph.Outputs);
    }
}
