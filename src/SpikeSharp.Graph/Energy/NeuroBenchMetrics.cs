using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Energy;

/// <summary>NeuroBench's complexity metrics of a graph; what depends on data is per image over all its time steps.</summary>
/// <param name="Footprint">Bytes of all parameters.</param>
/// <param name="ParameterCount">Number of parameters.</param>
/// <param name="ConnectionSparsity">Share of weights that are zero, biases left out.</param>
/// <param name="ActivationSparsity">Share of zeros in the outputs of all neuron layers, ReLU included.</param>
/// <param name="Integer">NeuroBench-integer: spikes as they are; a convolution counts as MAC unless its input is all −1, 0, 1.</param>
/// <param name="Binary">NeuroBench-binary: spikes expanded to D binary steps, so every convolution over spikes counts ACs.</param>
/// <param name="PaperFormula">MACs times mean integer rate (the paper's eq. 17), padded taps included.</param>
/// <param name="MembraneUpdates">Potentials changed: all at t = 0, then those that differ from the step before.</param>
/// <param name="NeuronOperations">Membrane updates times 4, NeuroBench's cost of a leaky neuron.</param>
/// <param name="DenseNeuronOperations">The same if every potential changed at every step.</param>
public sealed record NeuroBenchMetrics(
    long Footprint,
    long ParameterCount,
    double ConnectionSparsity,
    double ActivationSparsity,
    SynapticOperations Integer,
    SynapticOperations Binary,
    SynapticOperations PaperFormula,
    double MembraneUpdates,
    double NeuronOperations,
    double DenseNeuronOperations
)
{
    private const int LeakyCost = 4;

    internal static NeuroBenchMetrics Of(SpikeGraph graph, LayerCount[] layers, NeuronTally[] neurons, int images)
    {
        var parameters = graph.Nodes.Sum(node => node.Operation.ParameterCount);
        long weights = 0,
            zeros = 0;
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is not Convolution convolution)
                continue;
            weights += convolution.Weight.Values.Length;
            zeros += convolution.Weight.Values.Count(0f);
        }
        var elements = neurons.Sum(neuron => neuron.Elements);
        var updates = neurons.Sum(neuron => neuron.MembraneUpdates) / images;
        var spikingElements = neurons.Where(neuron => neuron.Average is not null).Sum(neuron => neuron.Elements) / images;
        return new NeuroBenchMetrics(
            parameters * sizeof(float),
            parameters,
            weights == 0 ? 0 : (double)zeros / weights,
            elements == 0 ? 0 : neurons.Sum(neuron => neuron.Zeros) / elements,
            Sum(layers, l => l.EffectiveMacs, l => l.EffectiveAcs, l => l.DenseOperations),
            Sum(
                layers,
                l => l.SeesSpikes ? 0 : l.EffectiveMacs,
                l => l.SeesSpikes ? l.EffectiveBinaryAcs : l.EffectiveAcs,
                l => l.DenseOperations * Math.Max(1, l.MaxSpikes)
            ),
            Sum(layers, l => l.SeesSpikes ? 0 : l.Macs, l => l.SeesSpikes ? l.Macs * l.MeanInput : 0, l => l.Macs),
            updates,
            updates * LeakyCost,
            spikingElements * LeakyCost
        );
    }

    private static SynapticOperations Sum(
        LayerCount[] layers,
        Func<LayerCount, double> macs,
        Func<LayerCount, double> acs,
        Func<LayerCount, double> dense
    ) => new(layers.Sum(macs), layers.Sum(acs), layers.Sum(dense));
}
