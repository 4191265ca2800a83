using System.Text.Json.Serialization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Cli.Scores;

/// <summary>How well a segmenter does on a split.</summary>
internal sealed record SegmentationScore : TaskScore
{
    public SegmentationScore(SegmentationResult result, IReadOnlyList<string> names)
    {
        var m = result.Metrics;
        (Images, Pixels, PixelAccuracy, MeanIoU, Milliseconds) = (m.Images, m.Pixels, m.PixelAccuracy, m.MeanIoU, result.Times);
        Classes = [.. m.Classes.Select(c => new Row(names[c.Class], c.Actual, c.IoU, c.Recall))];
        Confusion = [.. m.Classes.Select(c => m.Classes.Select(k => m.Confusion[c.Class, k.Class]).ToArray())];
    }

    public int Images { get; }
    public long Pixels { get; }
    public double PixelAccuracy { get; }

    [JsonPropertyName("miou")]
    public double MeanIoU { get; }
    public IReadOnlyList<Row> Classes { get; }

    /// <summary>Pixels by actual, then predicted class.</summary>
    public long[][] Confusion { get; }

    /// <summary>Mean of an image.</summary>
    public StageTimes Milliseconds { get; }

    public override void Show(Display display)
    {
        var table = new ResultTable(["class", "pixels", "IoU", "recall"]);
        table.Add("all", Text($"{Pixels}"), Text($"{MeanIoU:0.000}"), Text($"{PixelAccuracy:0.000}"));
        foreach (var c in Classes) table.Add(c.Name, Text($"{c.Pixels}"), Text($"{c.IoU:0.000}"), Text($"{c.Recall:0.000}"));
        display.Table(table);
        display.Line(TimesOf(Milliseconds));
    }

    public override string Line(string what) => Text($"{what}: mIoU={MeanIoU:0.0000} pixel-accuracy={PixelAccuracy:0.0000} images={Images}");

    /// <summary>One class.</summary>
    internal sealed record Row(string Name, long Pixels, [property: JsonPropertyName("iou")] double IoU, double Recall);
}
