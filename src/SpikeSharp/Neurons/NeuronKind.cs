namespace SpikeSharp.Neurons;

/// <summary>The neuron models.</summary>
public enum NeuronKind
{
    /// <summary>Integer leaky integrate-and-fire: spikes 0…D in training, D binary virtual time steps at inference.</summary>
    ILif,

    /// <summary>Normalised integer leaky integrate-and-fire: the integers of I-LIF divided by D.</summary>
    NiLif,

    /// <summary>Leaky integrate-and-fire: binary spikes.</summary>
    Lif,

    /// <summary>No spikes: the activation of the ANN twin of the same architecture.</summary>
    Relu,
}
