using System.Globalization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Cli.Scores;

/// <summary>How well a classifier does on a split.</summary>
internal sealed record ClassificationScore : TaskScore
{
    public ClassificationScore(ClassificationResult result, IReadOnlyList<string> names)
        : base(result)
    {
        var m = result.Metrics;
        (Images, Top1, Top5) = (m.Images, m.Top1, m.Top5);
        Classes =
        [
            .. names.Select(
                (name, i) => new Row(name, m.Class(i).Images, m.Class(i).Images == 0 ? 0 : (double)m.Class(i).Right / m.Class(i).Images)
            ),
        ];
        Confusion = [.. names.Select((_, i) => names.Select((_, k) => m.Confusion[i, k]).ToArray())];
    }

    public int Images { get; }
    public double Top1 { get; }
    public double Top5 { get; }
    public IReadOnlyList<Row> Classes { get; }

    /// <summary>Images by actual, then predicted class.</summary>
    public long[][] Confusion { get; }

    public override void Show(Display display)
    {
        var table = new ResultTable(["class", "images", "top-1"]);
        table.Add(
            "all",
            string.Create(CultureInfo.InvariantCulture, $"{Images}"),
            string.Create(CultureInfo.InvariantCulture, $"{Top1:0.000}")
        );
        foreach (var c in Classes)
            table.Add(
                c.Name,
                string.Create(CultureInfo.InvariantCulture, $"{c.Images}"),
                string.Create(CultureInfo.InvariantCulture, $"{c.Accuracy:0.000}")
            );
        display.Table(table);
        ShowRest(display);
    }

    public override string Line(string what) =>
        string.Create(CultureInfo.InvariantCulture, $"{what}: top1={Top1:0.0000} top5={Top5:0.0000} images={Images}");

    /// <summary>One class.</summary>
    internal sealed record Row(string Name, long Images, double Accuracy);
}
