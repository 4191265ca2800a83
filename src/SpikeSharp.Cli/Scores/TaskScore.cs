using System.Globalization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Cli.Scores;

/// <summary>How well a network does on a split, whatever its task: as a table, as one line, as JSON.</summary>
internal abstract record TaskScore
{
    /// <summary>Takes a validation's result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="names">Class names, by class.</param>
    public static TaskScore Of(TaskResult result, IReadOnlyList<string> names) => result switch
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

    protected static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    protected static string TimesOf(StageTimes times) => Text($"time an image: {times.Load:0.0} ms load, {times.Infer:0.0} ms inference, {times.Post:0.0} ms after it");
}
