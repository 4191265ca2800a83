namespace SpikeSharp.Engine.Detection;

/// <summary>How often the neurons of a layer fired on one picture.</summary>
/// <param name="Layer">Name of the neurons' node.</param>
/// <param name="Mean">Mean integer spike of a neuron and time step, 0…D.</param>
/// <param name="Density">Share of neurons and time steps with any spike, 0…1.</param>
public readonly record struct LayerFiring(string Layer, double Mean, double Density);
