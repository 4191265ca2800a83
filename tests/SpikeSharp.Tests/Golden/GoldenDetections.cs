using SpikeSharp.Graph.Detection;
using SpikeSharp.Testing;

namespace SpikeSharp.Tests.Golden;

/// <summary>What a whole network says of its images, against a model case.</summary>
internal static class GoldenDetections
{
    /// <param name="golden">The case.</param>
    /// <param name="y">[4 + classes, anchors] an image.</param>
    public static void Compare(GoldenCase golden, float[][] y)
    {
        var (name, classes) = (golden.Name("y"), golden.Int("nc"));
        var expected = golden.Doubles(name).Chunk(y[0].Length).ToArray();
        var boxes = y[0].Length / (4 + classes) * 4;
        Assert.Equal(expected.Length, y.Length);
        foreach (var (e, got) in expected.Zip(y, (e, got) => (e, Array.ConvertAll(got, v => (double)v))))
        {
            Near(golden, name, e.AsSpan(0, boxes), got.AsSpan(0, boxes), "y boxes");
            Near(golden, name, e.AsSpan(boxes), got.AsSpan(boxes), "y classes");
        }
        var suppressed = golden.Series("nms_image#");
        Assert.Equal(y.Length, suppressed.Length);
        for (var i = 0; i < y.Length; i++)
            CompareSuppressed(golden, suppressed[i], y[i]);
    }

    private static void CompareSuppressed(GoldenCase golden, string name, float[] y)
    {
        var nms = golden.Params.GetProperty("nms");
        var kept = NonMaximumSuppression.Run(
            y,
            golden.Int("nc"),
            new SuppressionOptions
            {
                Confidence = nms.GetProperty("conf").GetDouble(),
                IoU = nms.GetProperty("iou").GetDouble(),
                MultiLabel = nms.GetProperty("multi_label").GetBoolean(),
                MaxDetections = nms.GetProperty("max_det").GetInt32(),
            }
        );
        Assert.Equal(kept.OrderByDescending(d => d.Confidence), kept);
        var rows = golden.Doubles(name).Chunk(6).ToArray();
        Assert.Equal(rows.Length, kept.Length);
        var ((box, _), (confidence, _)) = (golden.Within("y boxes"), golden.Within("y classes"));
        // Confidences nearer to each other than their tolerance may stand in the other order.
        var left = kept.ToList();
        foreach (var row in rows)
        {
            var at = left.FindIndex(d =>
                d.Class == (int)row[5]
                && Math.Abs(d.Confidence - row[4]) <= confidence
                && Math.Abs(d.Box.X1 - row[0]) <= box
                && Math.Abs(d.Box.Y1 - row[1]) <= box
                && Math.Abs(d.Box.X2 - row[2]) <= box
                && Math.Abs(d.Box.Y2 - row[3]) <= box
            );
            Assert.True(at >= 0, $"{name}: nothing kept is {string.Join(", ", row)}");
            left.RemoveAt(at);
        }
    }

    private static void Near(GoldenCase golden, string name, ReadOnlySpan<double> expected, ReadOnlySpan<double> got, string part)
    {
        var (abs, rel) = golden.Within(part);
        GoldenCase.Near(name, expected, got, abs, rel);
    }
}
