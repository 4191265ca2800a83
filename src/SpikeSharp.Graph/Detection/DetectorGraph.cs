using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Detection;

/// <summary>A graph with a detection head: where its boxes are, and what its classes are called.</summary>
public sealed class DetectorGraph
{
    private DetectorGraph(SpikeGraph graph, GraphNode node)
    {
        (Node, Head) = (node, (DetectionHead)node.Operation);
        Names =
            graph.Info.ClassNames.Count == Head.ClassCount
                ? graph.Info.ClassNames
                : [.. Enumerable.Range(0, Head.ClassCount).Select(i => $"class_{i}")];
    }

    /// <summary>The node whose inputs are the raw maps, finest level first.</summary>
    public GraphNode Node { get; }

    /// <summary>Its operation.</summary>
    public DetectionHead Head { get; }

    /// <summary>Class names, made up where the graph has none.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The detector in a graph, or null where it has no detection head.</summary>
    public static DetectorGraph? Find(SpikeGraph graph) =>
        graph.Nodes.FirstOrDefault(node => node.Operation is DetectionHead) is { } head ? new DetectorGraph(graph, head) : null;

    /// <summary>The detector in a graph, and the name of the output that gives its boxes.</summary>
    /// <exception cref="GraphException">It has no detection head, or none whose boxes are a result.</exception>
    public static (DetectorGraph Detector, string Boxes) Of(SpikeGraph graph)
    {
        var detector = Find(graph) ?? throw new GraphException("the graph has no detection head: it finds no objects");
        return (
            detector,
            graph.Outputs.FirstOrDefault(output => output.Value == detector.Node.Name).Name
                ?? throw new GraphException("its boxes are no output of the graph", detector.Node.Name)
        );
    }
}
