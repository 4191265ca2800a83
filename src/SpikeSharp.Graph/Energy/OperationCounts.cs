using SpikeSharp.Graph.Interpretation;

namespace SpikeSharp.Graph.Energy;

/// <summary>What a network does for one image, averaged.</summary>
/// <param name="Images">Images counted.</param>
/// <param name="TimeSteps">T of the graph.</param>
/// <param name="Layers">One entry a layer that weights its input or mixes real numbers, in the order of the graph.</param>
/// <param name="FiringRates">One entry a spiking layer, in the order of the graph.</param>
/// <param name="NeuroBench">The same run in NeuroBench's terms.</param>
public sealed record OperationCounts(
    int Images,
    int TimeSteps,
    IReadOnlyList<LayerCount> Layers,
    IReadOnlyList<FiringRate> FiringRates,
    NeuroBenchMetrics NeuroBench
)
{
    /// <summary>Multiply-accumulates of one time step: what the ANN twin needs for one image.</summary>
    public double MacsPerStep => Layers.Sum(layer => layer.MacsPerStep);

    /// <summary>Exact accumulations of all layers that see spikes.</summary>
    public double Accumulations => Layers.Where(layer => layer.SeesSpikes).Sum(layer => layer.Accumulations);
}
