namespace SpikeSharp.Graph.Neurons;

/// <summary>What one neuron does in one real time step.</summary>
/// <param name="Membrane">U, the membrane potential that decides.</param>
/// <param name="Spikes">S, the integer spike.</param>
/// <param name="AfterReset">The potential left after the soft reset: what the next step needs.</param>
public readonly record struct NeuronStep(double Membrane, int Spikes, double AfterReset);
