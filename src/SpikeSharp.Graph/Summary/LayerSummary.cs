namespace SpikeSharp.Graph.Summary;

/// <summary>One row of the layer table.</summary>
/// <param name="Node">The node.</param>
/// <param name="Shape">Output shape of one time step.</param>
/// <param name="Evaluations">How often it is computed for one image: T, or 1 when nothing it sees varies over time.</param>
/// <param name="Parameters">Weights, biases and frozen numbers.</param>
/// <param name="MacsPerStep">Multiply-accumulates of one evaluation, padded taps included: k²·Cin·Cout·Hout·Wout / groups.</param>
public sealed record LayerSummary(GraphNode Node, ValueShape Shape, int Evaluations, long Parameters, long MacsPerStep)
{
    /// <summary>Multiply-accumulates of one image.</summary>
    public long Macs => MacsPerStep * Evaluations;
}
