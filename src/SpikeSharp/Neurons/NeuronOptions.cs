namespace SpikeSharp.Neurons;

/// <summary>What every neuron of a network shares.</summary>
/// <param name="Kind">The neuron model.</param>
/// <param name="TimeSteps">T, real time steps, at least 1.</param>
/// <param name="MaxSpikes">D, the largest integer spike of I-LIF, at least 1.</param>
/// <param name="Decay">β, the share of the membrane potential that stays from one step to the next.</param>
/// <param name="Threshold">Membrane potential at which LIF fires, and what its reset subtracts; I-LIF's is 1 a unit.</param>
public sealed record NeuronOptions(
    NeuronKind Kind = NeuronKind.ILif,
    int TimeSteps = 1,
    int MaxSpikes = 4,
    float Decay = 0.25f,
    float Threshold = 1f
)
{
    /// <summary>The largest spike of a step; null of a ReLU, which has none.</summary>
    public int? MostSpikes =>
        Kind switch
        {
            NeuronKind.Relu => null,
            NeuronKind.Lif => 1,
            _ => MaxSpikes,
        };

    /// <summary>What NI-LIF divides its spikes by; null for D.</summary>
    public int? Divisor { get; init; }

    /// <summary>What a spike of one is worth to the next layer: 1/D, or 1 over the divisor, where spikes are normalised, else 1.</summary>
    public double Quantum => Kind == NeuronKind.NiLif ? 1.0 / (Divisor ?? MaxSpikes) : 1;
}
