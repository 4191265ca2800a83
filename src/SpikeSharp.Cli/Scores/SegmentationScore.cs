using System.Globalization;
using System.Text.Json.Serialization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Cli.Scores;

/// <summary>How well a segmenter does on a split.</summary>
internal sealed record SegmentationScore : TaskScore
{
    public SegmentationScore(SegmentationResult result, IReadOnlyList<string> names)
        : base(result)
    {
        var m = result.Metrics;
        (Images, Pixels, PixelAccuracy, MeanIoU, MeanAccuracy) = (m.Images, m.Pixels, m.PixelAccuracy, m.MeanIoU, m.MeanAccuracy);
        Classes = [.. m.Classes.Select(c => new Row(names[c.Class], c.Actual, c.Occurs ? c.IoU : null, c.Actual > 0 ? c.Recall : null))];
        Confusion = [.. m.Classes.Select(c => m.Classes.Select(k => m.Confusion[c.Class, k.Class]).ToArray())];
    }

    public int Images { get; }
    public long Pixels { get; }

    [JsonPropertyName("aAcc")]
    public double PixelAccuracy { get; }

    [JsonPropertyName("mIoU")]
    public double MeanIoU { get; }

    [JsonPropertyName("mAcc")]
    public double MeanAccuracy { get; }
    public IReadOnlyList<Row> Classes { get; }

    /// <summary>Pixels by actual, then predicted class.</summary>
    public long[][] Confusion { get; }

    public override void Show(Display display)
    {
        var table = new ResultTable(["class", "pixels", "IoU", "accuracy"]);
        table.Add(
            "mean",
            string.Create(CultureInfo.InvariantCulture, $"{Pixels}"),
            string.Create(CultureInfo.InvariantCulture, $"{MeanIoU:0.000}"),
            string.Create(CultureInfo.InvariantCulture, $"{MeanAccuracy:0.000}")
        );
        foreach (var c in Classes)
            table.Add(c.Name, string.Create(CultureInfo.InvariantCulture, $"{c.Pixels}"), Number(c.IoU), Number(c.Accuracy));
        display.Table(table);
        ShowRest(display);
    }

    public override string Line(string what) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: mIoU={MeanIoU:0.0000} mAcc={MeanAccuracy:0.0000} aAcc={PixelAccuracy:0.0000} images={Images}"
        ) + Rate;

    private static string Number(double? share) =>
        share is { } number ? string.Create(CultureInfo.InvariantCulture, $"{number:0.000}") : "-";

    /// <summary>One class; null for what it has no pixels for.</summary>
    internal sealed record Row(
        string Name,
        long Pixels,
        [property: JsonPropertyName("IoU")] double? IoU,
        [property: JsonPropertyName("Acc")] double? Accuracy
    );
}
