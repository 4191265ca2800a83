using SpikeSharp.Testing;

namespace SpikeSharp.Metrics.Tests;

[Trait("Category", "Golden")]
public sealed class SegmentationMetricsGoldenTests
{
    [SkippableTheory]
    [InlineData("spike2former/miou_5")]
    [InlineData("spike2former/miou_12")]
    [InlineData("spike2former/miou_21")]
    public void Scores_are_those_of_the_authors(string id)
    {
        using var golden = GoldenCase.Open(id);
        var shape = golden.Shape("in.pred");
        var (found, truth, size) = (golden.Doubles("in.pred"), golden.Doubles("in.label"), shape[1] * shape[2]);
        var metrics = new SegmentationMetrics(golden.Int("num_classes"));
        for (var n = 0; n < shape[0]; n++)
            metrics.Add(
                [.. found.Skip(n * size).Take(size).Select(c => (byte)c)],
                [.. truth.Skip(n * size).Take(size).Select(c => (byte)c)]
            );
        var report = metrics.Compute();
        golden.Compare<double>("out.intersect", [.. report.Classes.Select(c => (double)c.Right)]);
        golden.Compare<double>("out.label_area", [.. report.Classes.Select(c => (double)c.Actual)]);
        golden.Compare<double>("out.pred_area", [.. report.Classes.Select(c => (double)c.Predicted)]);
        golden.Compare<double>("out.aAcc", [report.PixelAccuracy]);
        // Where a class occurs nowhere the authors have NaN, and leave it out of the mean.
        var (ious, recalls) = (golden.Doubles("out.iou"), golden.Doubles("out.acc"));
        var (abs, rel) = golden.Within();
        foreach (var c in report.Classes)
        {
            Assert.Equal(c.Occurs, !double.IsNaN(ious[c.Class]));
            if (c.Occurs)
                GoldenCase.Near($"IoU of {c.Class}", [ious[c.Class]], [c.IoU], abs, rel);
            if (c.Actual > 0)
                GoldenCase.Near($"recall of {c.Class}", [recalls[c.Class]], [c.Recall], abs, rel);
        }
        // Per cent with two decimals.
        golden.Compare<double>("out.mIoU_percent", [Math.Round(report.MeanIoU * 100, 2)]);
        golden.Compare<double>("out.mAcc_percent", [Math.Round(report.MeanAccuracy * 100, 2)]);
    }
}
