namespace SpikeSharp.Evaluation;

/// <summary>How much a neuron layer fires.</summary>
/// <param name="Name">The layer.</param>
/// <param name="MeanSpikes">Mean integer spike, 0…D.</param>
/// <param name="Density">Share of spikes other than 0.</param>
public readonly record struct LayerRate(string Name, double MeanSpikes, double Density);
