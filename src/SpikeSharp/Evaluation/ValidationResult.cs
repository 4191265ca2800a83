using SpikeSharp.Metrics;
using SpikeSharp.Training;

namespace SpikeSharp.Evaluation;

/// <summary>How well a detector does on a split.</summary>
/// <param name="Metrics">Average precision and all that comes with it.</param>
/// <param name="Confusion">Confusion matrix.</param>
/// <param name="Losses">Losses, when a trained network was validated in training.</param>
/// <param name="FiringRates">Mean integer spike of every neuron layer over all images and time steps, in order; empty for what has no spikes to see.</param>
/// <param name="Times">Time a stage.</param>
public sealed record ValidationResult(
    DetectionReport Metrics, ConfusionMatrix Confusion, DetectionLosses? Losses, IReadOnlyList<LayerRate> FiringRates, StageTimes Times)
{
    /// <summary>Mean over the neuron layers of their firing rate, or null.</summary>
    public double? MeanRate => FiringRates.Count == 0 ? null : FiringRates.Average(r => r.MeanSpikes);
}
