using System.Text.Json.Nodes;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Metrics;

namespace SpikeSharp.Evaluation;

/// <summary>How well a classifier does on a split.</summary>
/// <param name="Metrics">Accuracies and confusion.</param>
/// <param name="Losses">The loss, when a trained network was validated in training.</param>
/// <param name="Times">Time a stage.</param>
public sealed record ClassificationResult(ClassificationReport Metrics, IReadOnlyList<double>? Losses, StageTimes Times)
    : TaskResult(Losses, [], Times)
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> Scores => [Metrics.Top1, Metrics.Top5];

    /// <inheritdoc/>
    public override double Fitness => (Metrics.Top1 + Metrics.Top5) / 2;

    /// <inheritdoc/>
    public override JsonObject Numbers() =>
        new()
        {
            ["images"] = Metrics.Images,
            ["top1"] = Metrics.Top1,
            ["top5"] = Metrics.Top5,
            ["fitness"] = Fitness,
        };
}
