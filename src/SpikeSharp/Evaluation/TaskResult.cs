using System.Text.Json.Nodes;
using SpikeSharp.Engine.Detection;

namespace SpikeSharp.Evaluation;

/// <summary>How well a network does on a split, whatever its task.</summary>
/// <param name="Losses">Mean parts of the loss, when a network was validated in training.</param>
/// <param name="FiringRates">Mean integer spike of every neuron layer over all images and time steps, in order; empty for what has no
/// spikes to see.</param>
/// <param name="Times">Time a stage.</param>
public abstract record TaskResult(IReadOnlyList<double>? Losses, IReadOnlyList<LayerRate> FiringRates, StageTimes Times)
{
    /// <summary>Mean over the neuron layers of their firing rate, or null.</summary>
    public double? MeanRate => FiringRates.Count == 0 ? null : FiringRates.Average(r => r.MeanSpikes);

    /// <summary>The layers that hardly fire.</summary>
    public IEnumerable<LayerRate> DyingLayers => FiringRates.Where(r => r.Dying);

    /// <summary>The scores, in the order of the task's columns.</summary>
    public abstract IReadOnlyList<double> Scores { get; }

    /// <summary>By which the best epoch is chosen.</summary>
    public abstract double Fitness { get; }

    /// <summary>The numbers of run.json, without the times.</summary>
    public abstract JsonObject Numbers();
}
