namespace SpikeSharp.Graph.Operations;

/// <summary>The equation of a neuron.</summary>
public enum NeuronKind
{
    /// <summary>Integer leaky integrate-and-fire: spikes 0…D (spec 1.1).</summary>
    ILif,

    /// <summary>Leaky integrate-and-fire with binary spikes (spec 1.3, the paper's eq. 8–10).</summary>
    Lif,

    /// <summary>max(0, x): the activation of the ANN twin, without state and without spikes.</summary>
    Relu,

    /// <summary>Burst integrate-and-fire: the neuron of converted networks (docs/spec/spicalib.md 1.2).</summary>
    BurstIf,
}
