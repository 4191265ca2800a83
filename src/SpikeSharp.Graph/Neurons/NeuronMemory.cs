namespace SpikeSharp.Graph.Neurons;

/// <summary>What a neuron of any kind carries from one step to the next.</summary>
internal struct NeuronMemory(double afterReset, BurstIfState<double> burst)
{
    /// <summary>Potential after the reset of I-LIF and LIF.</summary>
    internal double AfterReset = afterReset;

    /// <summary>State of a burst integrate-and-fire neuron.</summary>
    internal BurstIfState<double> Burst = burst;
}
