namespace SpikeSharp.Graph.Energy;

/// <summary>Energy of a network for one image, by layer and in all (spec 7). Convolutions, attention, samples, masks and interpolation:
/// adds, pools, neuron updates and decoding are not part of the paper's estimate.</summary>
/// <param name="Model">Energy of an operation.</param>
/// <param name="Layers">One entry a layer, in the order of the graph.</param>
public sealed record EnergyReport(EnergyModel Model, IReadOnlyList<LayerEnergy> Layers)
{
    /// <summary>By the paper, in mJ.</summary>
    public double Millijoules => Layers.Sum(layer => layer.Millijoules);

    /// <summary>With accumulations counted, in mJ.</summary>
    public double ExactMillijoules => Layers.Sum(layer => layer.ExactMillijoules);

    /// <summary>The ANN twin.</summary>
    public AnnTwin Ann
    {
        get
        {
            var millijoules = Layers.Sum(layer => layer.AnnMillijoules);
            return new AnnTwin(Layers.Sum(layer => layer.Count.MacsPerStep), millijoules, millijoules / Millijoules);
        }
    }

    /// <summary>Prices what was counted.</summary>
    public static EnergyReport Of(OperationCounts counts, EnergyModel model) =>
        new(model, [.. counts.Layers.Select(count => Price(count, model, counts.TimeSteps))]);

    private static LayerEnergy Price(LayerCount count, EnergyModel model, int timeSteps)
    {
        var ann = model.Dense(count.MacsPerStep);
        var times = model.RepeatStaticLayers ? timeSteps : count.Evaluations;
        if (!count.SeesSpikes)
            return new LayerEnergy(count, ann * times, ann * times, ann);
        var spiking = model.Spiking(count.MacsPerStep, count.MeanInput, times);
        return new LayerEnergy(count, spiking, model.Accumulations(count.Accumulations), ann);
    }
}
