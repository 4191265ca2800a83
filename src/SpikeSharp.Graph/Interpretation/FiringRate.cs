namespace SpikeSharp.Graph.Interpretation;

/// <summary>How much a layer of neurons fires, over all its neurons and real time steps.</summary>
/// <param name="Node">Name of the neuron node.</param>
/// <param name="MaxSpikes">D.</param>
/// <param name="Neurons">Number of neurons.</param>
/// <param name="MeanInteger">Mean integer spike, 0…D; a negative spike counts as much as a positive one.</param>
/// <param name="NonZeroShare">Share of spikes that are not zero, 0…1.</param>
public readonly record struct FiringRate(string Node, int MaxSpikes, long Neurons, double MeanInteger, double NonZeroShare)
{
    /// <summary>Firing rate of one binary virtual time step, 0…1: the mean integer divided by D.</summary>
    public double PerVirtualStep => MeanInteger / MaxSpikes;

    internal static FiringRate Of(string node, ValueTensor spikes)
    {
        long sum = 0,
            nonZero = 0;
        foreach (var s in spikes.Spikes)
            (sum, nonZero) = (sum + Math.Abs(spikes.Number(s)), nonZero + (s == 0 ? 0 : 1));
        double count = spikes.Spikes.Length;
        return new FiringRate(node, spikes.MaxSpikes, spikes.Shape.Count, sum / count, nonZero / count);
    }
}
