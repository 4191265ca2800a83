namespace SpikeSharp.Graph.Interpretation;

/// <summary>One node just computed, for whoever watches a run. The tensors stay unchanged afterwards and may be kept.</summary>
/// <param name="Node">The node.</param>
/// <param name="Inputs">Its inputs, in order.</param>
/// <param name="Output">Its output.</param>
public readonly record struct NodeEvaluation(GraphNode Node, IReadOnlyList<ValueTensor> Inputs, ValueTensor Output);
