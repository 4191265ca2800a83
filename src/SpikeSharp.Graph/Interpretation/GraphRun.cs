namespace SpikeSharp.Graph.Interpretation;

/// <summary>The results of one image.</summary>
/// <param name="Outputs">The graph's outputs by their names.</param>
/// <param name="FiringRates">One entry for each spiking neuron node, in the order of the graph.</param>
public sealed record GraphRun(IReadOnlyDictionary<string, ValueTensor> Outputs, IReadOnlyList<FiringRate> FiringRates);
