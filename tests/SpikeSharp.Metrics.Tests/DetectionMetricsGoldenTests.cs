using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Metrics.Tests;

/// <summary>The reference's numbers, from images to fitness.</summary>
public sealed class DetectionMetricsGoldenTests
{
    private const double Tolerance = 1e-6;
    private const int Images = 24, Classes = 6;

    [Fact]
    public void Right_and_wrong_detections_are_the_references()
    {
        using var golden = Golden();
        for (var image = 0; image < Images; image++)
        {
            var (detections, truth) = Image(golden, image);
            var correct = new ushort[detections.Length];
            DetectionMatching.Match(detections, truth, correct);
            Assert.Equal(Flags(golden.Int64s($"image{image}/correct")), correct);
        }
    }

    [Fact]
    public void The_report_on_all_images_is_the_references()
    {
        using var golden = Golden();
        var metrics = new DetectionMetrics(Classes);
        for (var image = 0; image < Images; image++)
        {
            var (detections, truth) = Image(golden, image);
            metrics.Add(detections, truth);
        }
        var report = metrics.Compute();

        Assert.Equal(Images, report.Images);
        Assert.Equal(golden.Tensors["stats/target_cls"].Elements, report.Objects);
        CheckClasses(golden, "result", report);
        Close(golden.Doubles("result/p_curve"), report.Classes.SelectMany(c => c.PrecisionCurve));
        Close(golden.Doubles("result/r_curve"), report.Classes.SelectMany(c => c.RecallCurve));
        Close(golden.Doubles("result/f1_curve"), report.Classes.SelectMany(c => c.F1Curve));
        Close(golden.Doubles("result/summary_mp_mr_map50_map75_map_fitness"),
            [report.Precision, report.Recall, report.Map50, report.Map75, report.Map, report.Fitness]);
    }

    [Fact]
    public void The_report_on_given_flags_is_the_references()
    {
        using var golden = Golden();
        var flags = Flags(golden.Int64s("random/tp"));
        var (confidences, classes) = (golden.Doubles("random/conf"), golden.Doubles("random/pred_cls"));
        var metrics = new DetectionMetrics(10);
        for (var i = 0; i < flags.Length; i++) metrics.Add(new ScoredDetection((int)classes[i], confidences[i], flags[i]));
        foreach (var c in golden.Doubles("random/target_cls")) metrics.AddObject((int)c);
        CheckClasses(golden, "random", metrics.Compute());
    }

    private static void CheckClasses(SafetensorsFile golden, string name, DetectionReport report)
    {
        Assert.Equal(golden.Int64s($"{name}/classes"), report.Classes.Select(c => (long)c.Class));
        Close(golden.Doubles($"{name}/ap"), report.Classes.SelectMany(c => c.AveragePrecision));
        Close(golden.Doubles($"{name}/precision"), report.Classes.Select(c => c.Precision));
        Close(golden.Doubles($"{name}/recall"), report.Classes.Select(c => c.Recall));
        Close(golden.Doubles($"{name}/f1"), report.Classes.Select(c => c.F1));
        Close(golden.Doubles($"{name}/tp_count"), report.Classes.Select(c => (double)c.TruePositives));
        Close(golden.Doubles($"{name}/fp_count"), report.Classes.Select(c => (double)c.FalsePositives));
    }

    private static (Detection[] Detections, GroundTruth[] Truth) Image(SafetensorsFile golden, int image)
    {
        var rows = golden.Floats($"image{image}/det_xyxy_conf_cls").Chunk(6);
        var objects = golden.Floats($"image{image}/gt_cls_xyxy").Chunk(5);
        return ([.. rows.Select(r => new Detection(new Box(r[0], r[1], r[2], r[3]), r[4], (int)r[5]))],
            [.. objects.Select(o => new GroundTruth(new Box(o[1], o[2], o[3], o[4]), (int)o[0]))]);
    }

    private static ushort[] Flags(long[] correct) =>
        [.. correct.Chunk(10).Select(row => (ushort)row.Select((flag, i) => (int)flag << i).Sum())];

    private static void Close(double[] expected, IEnumerable<double> actual)
    {
        var values = actual.ToArray();
        Assert.Equal(expected.Length, values.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], values[i], Tolerance);
    }

    private static SafetensorsFile Golden() => SafetensorsFile.Open(Path.Combine(TestData.Golden, "spikeyolo", "ap.safetensors"));
}
