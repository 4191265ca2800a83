using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Plans;

/// <summary>How the engine is to run a graph, found on pictures like those it will see. It travels in the graph's file; it changes how fast
/// a network runs and, where it chooses between a convolution and its factors, the rounding of its sums, but not what it
/// computes.</summary>
/// <param name="Images">Pictures it was measured on, 1 or more.</param>
/// <param name="ImageSize">Their side in pixels, 1…16384.</param>
/// <param name="Convolutions">One a convolution over spikes, in the order of the nodes.</param>
public sealed record GraphPlan(int Images, int ImageSize, IReadOnlyList<ConvolutionPlan> Convolutions)
{
    /// <summary>Checks it against a graph.</summary>
    /// <exception cref="GraphException">It is not a plan of that graph; the message names the node.</exception>
    internal void Check(SpikeGraph graph)
    {
        if (Images < 1)
            throw new GraphException($"the plan comes from {Images} pictures, wanted 1 or more");
        if (ImageSize is < 1 or > GraphShapes.MaxSide)
            throw new GraphException($"the plan comes from pictures of {ImageSize} pixels, wanted 1 to {GraphShapes.MaxSide}");
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var plan in Convolutions)
        {
            if (graph.Node(plan.Node).Operation is not Convolution { Groups: 1 } convolution)
                throw new GraphException("the plan is for an ungrouped convolution, this node is none", plan.Node);
            if (!seen.Add(plan.Node))
                throw new GraphException("the plan names it twice", plan.Node);
            plan.Check(convolution);
        }
    }
}
