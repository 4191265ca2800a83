using SpikeSharp.Graph.Detection;
using SpikeSharp.Testing;

namespace SpikeSharp.Metrics.Tests;

/// <summary>The reference's numbers, from images to fitness.</summary>
[Trait("Category", "Golden")]
public sealed class DetectionMetricsGoldenTests
{
    [SkippableTheory]
    [InlineData("ap")]
    public void Right_and_wrong_detections_are_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var all = new List<int>();
        foreach (var (detections, truth, name) in Images(golden))
        {
            var correct = new ushort[detections.Length];
            DetectionMatching.Match(detections, truth, correct);
            var flags = correct.SelectMany(Bits).ToArray();
            golden.Compare<int>(name, flags, "correct");
            all.AddRange(flags);
        }
        golden.Compare<int>(golden.Under("stats") + "tp", all.ToArray(), "correct");
    }

    [SkippableTheory]
    [InlineData("ap")]
    public void The_report_on_all_images_is_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var metrics = new DetectionMetrics(golden.Int("nc"));
        foreach (var (detections, truth, _) in Images(golden))
            metrics.Add(detections, truth);
        var report = metrics.Compute();

        Assert.Equal(golden.Int("images"), report.Images);
        Assert.Equal(golden.Shape(golden.Under("stats") + "target_cls")[0], report.Objects);
        var results = golden.Under("result");
        CheckClasses(golden, name => results + name, report);
        Check(golden, results + "p_curve", report.Classes.SelectMany(c => c.PrecisionCurve));
        Check(golden, results + "r_curve", report.Classes.SelectMany(c => c.RecallCurve));
        Check(golden, results + "f1_curve", report.Classes.SelectMany(c => c.F1Curve));
        var summary = golden
            .Params.GetProperty("summary_order")
            .EnumerateArray()
            .Select(name =>
                name.GetString() switch
                {
                    "mp" => report.Precision,
                    "mr" => report.Recall,
                    "map50" => report.Map50,
                    "map75" => report.Map75,
                    "map" => report.Map,
                    "fitness" => report.Fitness,
                    var other => throw new InvalidOperationException($"nothing is known of {other}"),
                }
            );
        Check(golden, Assert.Single(golden.Names(results + "summary")), summary);
    }

    [SkippableTheory]
    [InlineData("ap_random")]
    public void The_report_on_given_flags_is_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var flags = golden.Doubles(golden.Name("tp")).Chunk(DetectionMatching.Thresholds).ToArray();
        var (confidences, classes, truth) = (
            golden.Doubles(golden.Name("conf")),
            golden.Doubles(golden.Name("pred_cls")),
            golden.Doubles(golden.Name("target_cls"))
        );
        var metrics = new DetectionMetrics(1 + (int)classes.Concat(truth).Max());
        for (var i = 0; i < flags.Length; i++)
            metrics.Add(
                new ScoredDetection((int)classes[i], confidences[i], (ushort)flags[i].Select((flag, bit) => (int)flag << bit).Sum())
            );
        foreach (var c in truth)
            metrics.AddObject((int)c);
        CheckClasses(golden, golden.Name, metrics.Compute());
    }

    private static void CheckClasses(GoldenCase golden, Func<string, string> name, DetectionReport report)
    {
        Check(golden, name("classes"), report.Classes.Select(c => (double)c.Class));
        Check(golden, name("ap"), report.Classes.SelectMany(c => c.AveragePrecision));
        Check(golden, name("precision"), report.Classes.Select(c => c.Precision));
        Check(golden, name("recall"), report.Classes.Select(c => c.Recall));
        Check(golden, name("f1"), report.Classes.Select(c => c.F1));
        Check(golden, name("tp_count"), report.Classes.Select(c => (double)c.TruePositives));
        Check(golden, name("fp_count"), report.Classes.Select(c => (double)c.FalsePositives));
    }

    private static void Check(GoldenCase golden, string name, IEnumerable<double> got) => golden.Compare<double>(name, got.ToArray());

    private static IEnumerable<(Detection[] Detections, GroundTruth[] Truth, string Correct)> Images(GoldenCase golden)
    {
        var (found, objects, correct) = (
            golden.Series("image#/det_xyxy_conf_cls"),
            golden.Series("image#/gt_cls_xyxy"),
            golden.Series("image#/correct")
        );
        Assert.Equal(golden.Int("images"), correct.Length);
        for (var i = 0; i < correct.Length; i++)
        {
            yield return (
                [.. golden.Floats(found[i]).Chunk(6).Select(r => new Detection(new Box(r[0], r[1], r[2], r[3]), r[4], (int)r[5]))],
                [.. golden.Floats(objects[i]).Chunk(5).Select(o => new GroundTruth(new Box(o[1], o[2], o[3], o[4]), (int)o[0]))],
                correct[i]
            );
        }
    }

    private static IEnumerable<int> Bits(ushort correct) =>
        Enumerable.Range(0, DetectionMatching.Thresholds).Select(bit => correct >> bit & 1);
}
