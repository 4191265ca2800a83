using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Summary;

/// <summary>One row of the layer table.</summary>
/// <param name="Node">The node.</param>
/// <param name="Shape">Output shape of one time step.</param>
/// <param name="Evaluations">How often it is computed for one image: T, or 1 when nothing it sees varies over time.</param>
/// <param name="Parameters">Weights, biases and frozen numbers.</param>
/// <param name="Work">What it multiplies in one evaluation.</param>
public sealed record LayerSummary(GraphNode Node, ValueShape Shape, int Evaluations, long Parameters, IReadOnlyList<SynapticWork> Work)
{
    /// <summary>Multiply-accumulates of one evaluation, padded taps included: of a convolution k²·Cin·Cout·Hout·Wout / groups.</summary>
    public long MacsPerStep => Work.Sum(work => work.Macs);

    /// <summary>Multiply-accumulates of one image.</summary>
    public long Macs => MacsPerStep * Evaluations;
}
