using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Neurons that look at a sum, and where what they emit goes.</summary>
internal readonly record struct NeuronOutput(MapView View, Neuron Neuron);
