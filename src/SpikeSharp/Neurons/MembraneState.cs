using SpikeSharp.Torch;

namespace SpikeSharp.Neurons;

/// <summary>A neuron layer after one time step: all the next step needs.</summary>
/// <param name="Potential">Membrane potential U[t] before the reset.</param>
/// <param name="Spikes">Spikes S[t].</param>
public sealed record MembraneState(Tensor Potential, Tensor Spikes);
