using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Evaluation;

/// <summary>Where a compiled detector's boxes are.</summary>
internal static class DetectionResult
{
    /// <summary>The node whose inputs are the raw maps, finest level first.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public static GraphNode HeadOf(SpikeGraph graph) =>
        graph.Nodes.FirstOrDefault(node => node.Operation is DetectionHead) ?? throw new GraphException("the graph has no detection head: it finds no objects");

    /// <summary>Name of the output that gives its boxes.</summary>
    /// <exception cref="GraphException">There is none.</exception>
    public static string OutputOf(SpikeGraph graph, GraphNode head) =>
        graph.Outputs.FirstOrDefault(output => output.Value == head.Name).Name ?? throw new GraphException("its boxes are no output of the graph", head.Name);

    /// <summary>Class names, made up where the graph has none.</summary>
    public static IReadOnlyList<string> NamesOf(SpikeGraph graph, GraphNode head)
    {
        var classes = ((DetectionHead)head.Operation).ClassCount;
        return graph.Info.ClassNames.Count == classes ? graph.Info.ClassNames : [.. Enumerable.Range(0, classes).Select(i => $"class_{i}")];
    }
}
