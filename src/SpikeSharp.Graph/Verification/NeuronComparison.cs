namespace SpikeSharp.Graph.Verification;

/// <summary>Spikes of one neuron layer under both arithmetics, over all images.</summary>
/// <param name="Node">Name of the neuron node.</param>
/// <param name="Compared">Integer spikes compared.</param>
/// <param name="Differing">How many of them differ.</param>
public readonly record struct NeuronComparison(string Node, long Compared, long Differing);
