using System.Text.Json.Nodes;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Metrics;

namespace SpikeSharp.Evaluation;

/// <summary>How well a detector does on a split.</summary>
/// <param name="Metrics">Average precision and all that comes with it.</param>
/// <param name="Confusion">Confusion matrix.</param>
/// <param name="Losses">Box, class and distribution loss, when a trained network was validated in training.</param>
/// <param name="FiringRates">Mean integer spike of every neuron layer over all images and time steps, in order; empty for what has no
/// spikes to see.</param>
/// <param name="Times">Time a stage.</param>
public sealed record ValidationResult(
    DetectionReport Metrics,
    ConfusionMatrix Confusion,
    IReadOnlyList<double>? Losses,
    IReadOnlyList<LayerRate> FiringRates,
    StageTimes Times
) : TaskResult(Losses, FiringRates, Times)
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> Scores => [Metrics.Precision, Metrics.Recall, Metrics.Map50, Metrics.Map];

    /// <inheritdoc/>
    public override double Fitness => Metrics.Fitness;

    /// <inheritdoc/>
    public override JsonObject Numbers()
    {
        var m = Metrics;
        return new JsonObject
        {
            ["images"] = m.Images,
            ["objects"] = m.Objects,
            ["precision"] = m.Precision,
            ["recall"] = m.Recall,
            ["confidence"] = m.Confidence,
            ["map50"] = m.Map50,
            ["map75"] = m.Map75,
            ["map50_95"] = m.Map,
            ["fitness"] = m.Fitness,
            ["rate"] = MeanRate,
        };
    }
}
