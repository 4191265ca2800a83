using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Neurons;

/// <summary>What every neuron of a network shares.</summary>
/// <param name="Kind">The neuron.</param>
/// <param name="TimeSteps">T, real time steps, at least 1.</param>
/// <param name="MaxSpikes">D, the largest integer spike of I-LIF and NI-LIF, at least 1.</param>
/// <param name="Decay">β, the share of the membrane potential that stays from one step to the next.</param>
/// <param name="Threshold">Membrane potential at which LIF fires, and what its reset subtracts; I-LIF's is 1 a unit.</param>
public sealed record NeuronOptions(
    NeuronKind Kind = NeuronKind.ILif,
    int TimeSteps = 1,
    int MaxSpikes = Graph.Operations.ILif.UsualMaxSpikes,
    float Decay = Graph.Operations.ILif.UsualDecay,
    float Threshold = Graph.Operations.Lif.UsualThreshold
)
{
    /// <summary>What NI-LIF divides its spikes by; null for D.</summary>
    public int? Divisor { get; init; }

    /// <summary>What a spike of one is worth to the next layer: 1/D, or 1 over the divisor, where spikes are normalised, else 1.</summary>
    public double Quantum => Kind.IsNormalised() ? 1.0 / (Divisor ?? MaxSpikes) : 1;

    /// <summary>The neuron of the compiled graph.</summary>
    /// <exception cref="NotSupportedException">The neuron is none that is trained.</exception>
    public Graph.Operations.Neuron Compiled =>
        Kind switch
        {
            NeuronKind.ILif or NeuronKind.NiLif => new Graph.Operations.ILif(MaxSpikes, Decay),
            NeuronKind.Lif => new Graph.Operations.Lif(Decay, Threshold),
            NeuronKind.Relu => new Graph.Operations.Relu(),
            NeuronKind.BurstIf => throw TrainedNeurons.Untrained(Kind),
        };
}
