using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Detection;

/// <summary>What detection needs to know of a graph: where the boxes are, the classes, the strides.</summary>
internal sealed class DetectionHeadView
{
    private DetectionHeadView(SpikeGraph graph, GraphNode node)
    {
        Value = node.Name;
        Head = (DetectionHead)node.Operation;
        Stride = Head.Strides.Max();
        Names = graph.Info.ClassNames.Count == Head.ClassCount ? graph.Info.ClassNames : [.. Enumerable.Range(0, Head.ClassCount).Select(i => $"class_{i}")];
    }

    internal string Value { get; }

    internal DetectionHead Head { get; }

    /// <summary>What both sides of the input are a multiple of.</summary>
    internal int Stride { get; }

    internal IReadOnlyList<string> Names { get; }

    /// <summary>Null where the graph has no detection head.</summary>
    internal static DetectionHeadView? Of(SpikeGraph graph) =>
        graph.Nodes.FirstOrDefault(node => node.Operation is DetectionHead) is { } head ? new DetectionHeadView(graph, head) : null;
}
