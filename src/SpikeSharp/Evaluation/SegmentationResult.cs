using System.Text.Json.Nodes;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Metrics;

namespace SpikeSharp.Evaluation;

/// <summary>How well a segmenter does on a split.</summary>
/// <param name="Metrics">IoU and accuracy.</param>
/// <param name="Losses">The loss, when a trained network was validated in training.</param>
/// <param name="FiringRates">Of a spiking network that was trained.</param>
/// <param name="Times">Time a stage.</param>
public sealed record SegmentationResult(
    SegmentationReport Metrics,
    IReadOnlyList<double>? Losses,
    IReadOnlyList<LayerRate> FiringRates,
    StageTimes Times
) : TaskResult(Losses, FiringRates, Times)
{
    /// <inheritdoc/>
    public override IReadOnlyList<double> Scores => [Metrics.PixelAccuracy, Metrics.MeanIoU];

    /// <inheritdoc/>
    public override double Fitness => Metrics.MeanIoU;

    /// <inheritdoc/>
    public override JsonObject Numbers() =>
        new()
        {
            ["images"] = Metrics.Images,
            ["pixels"] = Metrics.Pixels,
            ["aAcc"] = Metrics.PixelAccuracy,
            ["mIoU"] = Metrics.MeanIoU,
            ["mAcc"] = Metrics.MeanAccuracy,
            ["fitness"] = Fitness,
            ["rate"] = MeanRate,
            ["IoU"] = new JsonArray([.. Metrics.Classes.Select(c => c.Occurs ? (JsonNode)c.IoU : null)]),
        };
}
