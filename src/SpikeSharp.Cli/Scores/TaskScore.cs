using System.Globalization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Cli.Scores;

/// <summary>How well a network does on a split, whatever its task: as a table, as one line, as JSON.</summary>
internal abstract record TaskScore
{
    private const int Named = 3;

    /// <param name="result">A validation's result.</param>
    protected TaskScore(TaskResult result)
    {
        (FiringRates, MeanRate, Milliseconds) = (result.FiringRates, result.MeanRate, result.Times);
        DyingLayers = [.. result.DyingLayers.Select(layer => layer.Name)];
    }

    /// <summary>Mean integer spike over the neuron layers; null for what has no spikes to see.</summary>
    public double? MeanRate { get; }

    /// <summary>How much each neuron layer fires.</summary>
    public IReadOnlyList<LayerRate> FiringRates { get; }

    /// <summary>Names of those that hardly fire.</summary>
    public IReadOnlyList<string> DyingLayers { get; }

    /// <summary>Mean of an image.</summary>
    public StageTimes Milliseconds { get; }

    /// <summary>Takes a validation's result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="names">Class names, by class.</param>
    public static TaskScore Of(TaskResult result, IReadOnlyList<string> names) =>
        result switch
        {
            ValidationResult detection => Score.Of(detection, names),
            SegmentationResult segmentation => new SegmentationScore(segmentation, names),
            ClassificationResult classification => new ClassificationScore(classification, names),
            _ => throw new NotSupportedException($"no score is told of a {result.GetType().Name}"),
        };

    /// <summary>Prints a row a class, the one of all classes first.</summary>
    public abstract void Show(Display display);

    /// <summary>All in one line that a script can pick out.</summary>
    /// <param name="what">The line's first word.</param>
    public abstract string Line(string what);

    /// <summary>Prints what is told of every task: the time, and which neuron layers hardly fire.</summary>
    protected void ShowRest(Display display)
    {
        var times = Milliseconds;
        display.Line(
            string.Create(
                CultureInfo.InvariantCulture,
                $"time an image: {times.Load:0.0} ms load, {times.Infer:0.0} ms inference, {times.Post:0.0} ms after it"
            )
        );
        if (FiringRates.Count == 0)
            return;
        var dying = FiringRates.Where(layer => layer.Dying).ToArray();
        var first = dying
            .Take(Named)
            .Select(layer =>
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{layer.Name} (mean spike {layer.MeanSpikes:0.0000}, {layer.SilentChannels:P0} of its channels silent)"
                )
            );
        display.Line(
            dying.Length == 0
                ? string.Create(CultureInfo.InvariantCulture, $"no neuron layer of {FiringRates.Count} is dying")
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"{dying.Length} of {FiringRates.Count} neuron layers are dying, as they hardly fire: {string.Join(", ", first)}"
                ) + (dying.Length > Named ? string.Create(CultureInfo.InvariantCulture, $" and {dying.Length - Named} more") : "")
        );
    }

    /// <summary>The mean rate at the end of the line for scripts.</summary>
    protected string Rate => MeanRate is { } rate ? string.Create(CultureInfo.InvariantCulture, $" rate={rate:0.0000}") : "";
}
