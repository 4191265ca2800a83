namespace SpikeSharp.Graph.Neurons;

/// <summary>The neurons there are, for those who must tell them apart: by a switch expression that names every one and has no default.
/// So a new neuron does not compile until everyone who must know it does.</summary>
public enum NeuronKind
{
    /// <summary>Integer leaky integrate-and-fire: spikes 0…D (docs/spec/spikeyolo.md 1.1).</summary>
    ILif,

    /// <summary>Normalised integer leaky integrate-and-fire: the integers of I-LIF divided by D (docs/spec/spike2former.md 1). A graph
    /// holds it as I-LIF, with 1/D in the weights behind.</summary>
    NiLif,

    /// <summary>Leaky integrate-and-fire with binary spikes (docs/spec/spikeyolo.md 1.3).</summary>
    Lif,

    /// <summary>Burst integrate-and-fire: the neuron of converted networks (docs/spec/spicalib.md 1.2).</summary>
    BurstIf,

    /// <summary>The activation of the ANN twin: no state and no spikes.</summary>
    Relu,
}
