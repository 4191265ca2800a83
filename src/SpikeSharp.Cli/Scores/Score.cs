using System.Globalization;
using System.Text.Json.Serialization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Evaluation;

namespace SpikeSharp.Cli.Scores;

/// <summary>How well a detector does on a split: as a table, as one line, as JSON.</summary>
internal sealed record Score : TaskScore
{
    private Score(ValidationResult result, IReadOnlyList<string> names)
        : base(result)
    {
        var report = result.Metrics;
        (Images, Objects, Confidence, Precision, Recall) = (
            report.Images,
            report.Objects,
            report.Confidence,
            report.Precision,
            report.Recall
        );
        (Map50, Map75, Map, Fitness) = (report.Map50, report.Map75, report.Map, report.Fitness);
        Classes =
        [
            .. report.Classes.Select(c => new ClassScore(
                c.Class,
                names[c.Class],
                c.Images,
                c.Objects,
                c.Precision,
                c.Recall,
                c.Ap50,
                c.Ap
            )),
        ];
        var confusion = result.Confusion;
        Confusion =
        [
            .. Enumerable
                .Range(0, confusion.Classes + 1)
                .Select(i => Enumerable.Range(0, confusion.Classes + 1).Select(j => confusion[i, j]).ToArray()),
        ];
    }

    public int Images { get; }
    public int Objects { get; }

    /// <summary>The confidence at which precision and recall are told.</summary>
    public double Confidence { get; }
    public double Precision { get; }
    public double Recall { get; }
    public double Map50 { get; }
    public double Map75 { get; }

    /// <summary>Over IoU 0.50 … 0.95.</summary>
    [JsonPropertyName("map50_95")]
    public double Map { get; }
    public double Fitness { get; }
    public IReadOnlyList<ClassScore> Classes { get; }

    /// <summary>Counts by predicted, then actual class; the last index is background.</summary>
    public long[][] Confusion { get; }

    /// <summary>Takes a validation's result.</summary>
    /// <param name="result">The result.</param>
    /// <param name="names">Class names, by class.</param>
    public static Score Of(ValidationResult result, IReadOnlyList<string> names) => new(result, names);

    public override void Show(Display display)
    {
        var table = new ResultTable(["class", "images", "objects", "precision", "recall", "mAP50", "mAP50-95"]);
        Add("all", Images, Objects, Precision, Recall, Map50, Map);
        foreach (var c in Classes)
            Add(c.Name, c.Images, c.Objects, c.Precision, c.Recall, c.Map50, c.Map);
        display.Table(table);
        ShowRest(display);

        void Add(string name, int images, int objects, params double[] numbers) =>
            table.Add([
                name,
                string.Create(CultureInfo.InvariantCulture, $"{images}"),
                string.Create(CultureInfo.InvariantCulture, $"{objects}"),
                .. numbers.Select(x => string.Create(CultureInfo.InvariantCulture, $"{x:0.000}")),
            ]);
    }

    public override string Line(string what) =>
        string.Create(
            CultureInfo.InvariantCulture,
            $"{what}: mAP50={Map50:0.0000} mAP50-95={Map:0.0000} precision={Precision:0.0000} recall={Recall:0.0000} images={Images} "
                + $"objects={Objects}"
        ) + Rate;
}
