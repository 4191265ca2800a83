using SpikeSharp.Graph;
using SpikeSharp.Graph.Energy;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Summary;

namespace SpikeSharp.Evaluation;

/// <summary>
/// Energy of an image from firing rates alone (the paper's Eq. 16 and 17): cheap enough for every epoch of a training. The command
/// <c>energy</c> counts instead.
/// </summary>
public sealed class EnergyEstimate
{
    private readonly int _timeSteps;
    private readonly (string? Neuron, long Macs)[] _works;

    /// <summary>Notes what every layer costs and which neurons it hears.</summary>
    /// <param name="graph">The compiled network.</param>
    /// <param name="height">Height of the image in pixels.</param>
    /// <param name="width">Width of the image in pixels.</param>
    public EnergyEstimate(SpikeGraph graph, int height, int width)
    {
        _timeSteps = graph.Info.TimeSteps;
        _works =
        [
            .. from layer in GraphSummary.Of(graph, height, width).Layers
            from work in layer.Work
            select (
                work.Gate is { } gate && Source(graph, layer.Node.Inputs[gate]) is { Operation: SpikingNeuron } neuron ? neuron.Name : null,
                work.Macs
            ),
        ];
    }

    // Spikes that only move are those of the same neurons.
    private static GraphNode Source(SpikeGraph graph, string value)
    {
        var node = graph.Node(value);
        while (node.Operation.MovesSpikes && node.Inputs.Count == 1)
            node = graph.Node(node.Inputs[0]);
        return node;
    }

    /// <summary>Millijoules an image.</summary>
    /// <param name="rates">Mean integer spike of every neuron layer.</param>
    public double Millijoules(IReadOnlyList<LayerRate> rates)
    {
        var byName = rates.ToDictionary(r => r.Name, r => r.MeanSpikes);
        var model = EnergyModel.Float32;
        return _works.Sum(work => work.Neuron is null ? model.Dense(work.Macs) : model.Spiking(work.Macs, byName[work.Neuron], _timeSteps));
    }
}
