namespace SpikeSharp.Metrics.Tests;

public sealed class SegmentationMetricsTests
{
    [Fact]
    public void Scores_are_those_of_a_count_pixel_by_pixel()
    {
        const int Classes = 5;
        var random = new Random(7);
        var metrics = new SegmentationMetrics(Classes);
        var (predicted, actual) = (new List<byte>(), new List<byte>());
        for (var image = 0; image < 4; image++)
        {
            // class 4 is never found, and class 3 never there
            byte[] found = [.. Enumerable.Range(0, 300).Select(_ => (byte)random.Next(Classes - 1))];
            byte[] truth =
            [
                .. found.Select(c =>
                    random.Next(3) switch
                    {
                        0 => (byte)255,
                        1 => c == 3 ? (byte)4 : c,
                        _ => (byte)random.Next(3),
                    }
                ),
            ];
            metrics.Add(found, truth);
            predicted.AddRange(found);
            actual.AddRange(truth);
        }
        var report = metrics.Compute();
        var pairs = predicted.Zip(actual).Where(p => p.Second != 255).ToArray();
        Assert.Equal(4, report.Images);
        Assert.Equal(pairs.Length, report.Pixels);
        Assert.Equal(pairs.Count(p => p.First == p.Second) / (double)pairs.Length, report.PixelAccuracy, 12);
        var ious = new List<double>();
        for (var c = 0; c < Classes; c++)
        {
            double both = pairs.Count(p => p.First == c && p.Second == c),
                either = pairs.Count(p => p.First == c || p.Second == c);
            Assert.Equal(either == 0 ? 0 : both / either, report.Classes[c].IoU, 12);
            if (either > 0)
                ious.Add(both / either);
        }
        Assert.Equal(ious.Average(), report.MeanIoU, 12);
        Assert.Equal(pairs.Count(p => p is { First: 2, Second: 1 }), report.Confusion[1, 2]);
    }

    [Fact]
    public void A_class_that_occurs_nowhere_does_not_lower_the_mean()
    {
        var metrics = new SegmentationMetrics(3);
        metrics.Add([0, 0, 1], [0, 0, 1]);
        Assert.Equal(1, metrics.Compute().MeanIoU);
        Assert.False(metrics.Compute().Classes[2].Occurs);
    }

    [Fact]
    public void Pixels_in_no_class_do_not_count()
    {
        var metrics = new SegmentationMetrics(2);
        metrics.Add([0, 1, 1], [0, SegmentationMetrics.Ignored, 7]);
        Assert.Equal((1, 1.0), (metrics.Compute().Pixels, metrics.Compute().PixelAccuracy));
        Assert.Equal(0, new SegmentationMetrics(2).Compute().MeanIoU);
    }

    [Fact]
    public void What_is_taken_for_no_class_is_a_miss_and_counts_for_no_other()
    {
        var metrics = new SegmentationMetrics(2);
        metrics.Add([0, 149, 1, 149], [0, 0, 1, SegmentationMetrics.Ignored]);
        var report = metrics.Compute();
        Assert.Equal([new(0, 2, 1, 1), new(1, 1, 1, 1)], report.Classes);
        Assert.Equal((3, 2.0 / 3, 0.75, 0.75), (report.Pixels, report.PixelAccuracy, report.MeanIoU, report.MeanAccuracy));
    }

    [Fact]
    public void What_does_not_fit_is_refused() => Assert.Throws<ArgumentException>(() => new SegmentationMetrics(2).Add([0], [0, 1]));
}
