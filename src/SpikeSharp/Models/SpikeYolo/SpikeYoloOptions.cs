using SpikeSharp.Neurons;

namespace SpikeSharp.Models.SpikeYolo;

/// <summary>Everything that decides the structure of a SpikeYOLO.</summary>
/// <param name="Variant">Depth and width.</param>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Neuron">The neuron.</param>
public sealed record SpikeYoloOptions(SpikeYoloVariant Variant, int Classes, NeuronOptions Neuron);
