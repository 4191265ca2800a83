namespace SpikeSharp.Graph.Neurons;

/// <summary>What a neuron of any kind carries from one step to the next; each kind reads its own part.</summary>
public struct NeuronMemory
{
    /// <summary>Potential after the reset of I-LIF and LIF.</summary>
    internal double AfterReset;

    /// <summary>State of a burst integrate-and-fire neuron.</summary>
    internal BurstIfState<double> Burst;
}
