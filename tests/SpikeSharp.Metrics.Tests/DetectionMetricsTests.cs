using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics.Tests;

/// <summary>What must hold for any data.</summary>
public sealed class DetectionMetricsTests
{
    private const int Classes = 4;

    /// <summary>The reference's curve ends at recall 1, precision 0: the last of 100 trapezes is a triangle.</summary>
    private const double Perfect = 0.995;

    [Fact]
    public void A_perfect_detector_reaches_the_references_maximum_in_every_class()
    {
        var random = new Random(1);
        var metrics = new DetectionMetrics(Classes);
        for (var i = 0; i < 20; i++)
        {
            var truth = Truth(random);
            var detections = truth.Select(t => new Detection(t.Box, 0.5f + random.NextSingle() / 2, t.Class));
            metrics.Add([.. detections.OrderByDescending(d => d.Confidence)], truth);
        }
        var report = metrics.Compute();
        Assert.NotEmpty(report.Classes);
        Assert.All(report.Classes, c => Assert.All(c.AveragePrecision, ap => Assert.Equal(Perfect, ap, 1e-9)));
        Assert.Equal((1, 1), (report.Precision, report.Recall));
        Assert.Equal(Perfect, report.Fitness, 1e-9);
        Assert.All(report.Classes, c => Assert.Equal((c.Objects, 0), (c.TruePositives, c.FalsePositives)));
    }

    [Fact]
    public void Average_precision_lies_between_nothing_and_perfect_and_falls_with_the_threshold()
    {
        for (var seed = 0; seed < 30; seed++)
        {
            var report = Report(Images(new Random(seed), 15));
            foreach (var c in report.Classes)
            {
                Assert.All(c.AveragePrecision, ap => Assert.InRange(ap, 0, Perfect + 1e-9));
                IEnumerable<IReadOnlyList<double>> curves = [c.PrecisionCurve, c.RecallCurve, c.F1Curve, c.PrecisionByRecall];
                Assert.All(curves.SelectMany(curve => curve), v => Assert.InRange(v, 0, 1));
                Assert.Equal(c.RecallCurve.OrderDescending(), c.RecallCurve);
                Assert.Equal(c.PrecisionByRecall.OrderDescending(), c.PrecisionByRecall);
                Assert.InRange(c.TruePositives, 0, c.Objects);
            }
            Assert.InRange(report.Confidence, 0, 1);
            Assert.Equal(0.1 * report.Map50 + 0.9 * report.Map, report.Fitness);
        }
    }

    [Fact]
    public void The_order_of_the_images_does_not_matter_even_with_equal_confidences()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 10; trial++)
        {
            var images = Images(random, 20);
            var expected = Report(images);
            random.Shuffle(images);
            var actual = Report(images);
            Assert.Equal(Numbers(expected), Numbers(actual));
        }
    }

    [Fact]
    public void A_report_can_be_taken_in_between()
    {
        var images = Images(new Random(4), 10);
        var metrics = new DetectionMetrics(Classes);
        foreach (var (detections, truth) in images)
        {
            metrics.Add(detections, truth);
            metrics.Compute();
        }
        Assert.Equal(Numbers(Report(images)), Numbers(metrics.Compute()));
    }

    [Fact]
    public void Without_objects_or_detections_everything_is_zero()
    {
        Assert.Equal((0, 0, 0), Summary(new DetectionMetrics(Classes).Compute()));

        var onlyDetections = new DetectionMetrics(Classes);
        onlyDetections.Add([new Detection(new Box(0, 0, 5, 5), 0.9f, 1)], []);
        Assert.Equal((0, 0, 0), Summary(onlyDetections.Compute()));
        Assert.Empty(onlyDetections.Compute().Classes);

        var onlyObjects = new DetectionMetrics(Classes);
        onlyObjects.Add([], [new GroundTruth(new Box(0, 0, 5, 5), 2)]);
        Assert.Equal((0, 0, 0), Summary(onlyObjects.Compute()));
        Assert.Equal((2, 1, 1), Assert.Single(onlyObjects.Compute().Classes.Select(c => (c.Class, c.Objects, c.Images))));
    }

    [Fact]
    public void Of_two_detections_of_one_object_the_more_confident_is_right()
    {
        var correct = new ushort[3];
        var box = new Box(0, 0, 10, 10);
        DetectionMatching.Match(
            [new Detection(new Box(0, 0, 10, 8), 0.9f, 0), new Detection(box, 0.8f, 0), new Detection(box, 0.7f, 1)],
            [new GroundTruth(box, 0)],
            correct
        );
        Assert.Equal(0b00_0111_1111, correct[0]); // IoU 0.8: right up to the threshold 0.80
        Assert.Equal(0b11_1000_0000, correct[1]); // what the first does not reach is free
        Assert.Equal(0, correct[2]); // another class
    }

    [Fact]
    public void An_object_taken_by_a_better_detection_does_not_pass_the_other_on_to_a_neighbour()
    {
        var correct = new ushort[2];
        GroundTruth[] truth = [new(new Box(0, 0, 10, 10), 0), new(new Box(0, 0, 10, 7), 0)];
        DetectionMatching.Match([new Detection(truth[0].Box, 0.9f, 0), new Detection(new Box(0, 0, 10, 9), 0.8f, 0)], truth, correct);
        Assert.Equal((0b11_1111_1111, 0), (correct[0], correct[1]));
    }

    [Fact]
    public void Equal_confidences_count_the_wrong_detections_first()
    {
        var metrics = new DetectionMetrics(1);
        var box = new Box(0, 0, 10, 10);
        metrics.Add([new Detection(box, 0.5f, 0)], [new GroundTruth(box, 0)]);
        metrics.Add([new Detection(box, 0.5f, 0)], []);
        Assert.Equal(0.5 * Perfect, metrics.Compute().Map50, 1e-9);
    }

    [Fact]
    public void Classes_out_of_range_and_unsorted_detections_are_refused_and_leave_no_trace()
    {
        var metrics = new DetectionMetrics(2);
        var box = new Box(0, 0, 1, 1);
        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Add([new Detection(box, 1, 2)], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => metrics.Add([new Detection(box, 1, 0)], [new GroundTruth(box, -1)]));
        Assert.Throws<ArgumentException>(() => metrics.Add([new Detection(box, 0.5f, 0), new Detection(box, 0.6f, 0)], []));
        Assert.Throws<ArgumentException>(() => metrics.Add([new Detection(box, float.NaN, 0)], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DetectionMetrics(0));
        Assert.Equal((0, 0), (metrics.Compute().Images, metrics.Compute().Objects));
    }

    [Fact]
    public void More_objects_and_detections_than_fit_the_stack_are_matched_too()
    {
        var truth = Enumerable.Range(0, 600).Select(i => new GroundTruth(new Box(i * 10, 0, i * 10 + 9, 9), 0)).ToArray();
        var metrics = new DetectionMetrics(1);
        metrics.Add([.. truth.Select((t, i) => new Detection(t.Box, 1 - i / 1000f, 0))], truth);
        Assert.Equal(Perfect, metrics.Compute().Map, 1e-9);
    }

    private static (double, double, double) Summary(DetectionReport r) => (r.Precision, r.Map50, r.Fitness);

    private static double[] Numbers(DetectionReport r) =>
        [
            r.Images,
            r.Objects,
            r.Confidence,
            r.Precision,
            r.Recall,
            r.Fitness,
            .. r.Classes.SelectMany(c => c.AveragePrecision.Concat(c.F1Curve).Append(c.Images).Append(c.Objects)),
        ];

    private static DetectionReport Report((Detection[] Detections, GroundTruth[] Truth)[] images)
    {
        var metrics = new DetectionMetrics(Classes);
        foreach (var (detections, truth) in images)
            metrics.Add(detections, truth);
        return metrics.Compute();
    }

    private static (Detection[] Detections, GroundTruth[] Truth)[] Images(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => Image(random))];

    /// <summary>Most objects are found, somewhat off; some detections are wrong; confidences are coarse, so that many are equal.</summary>
    private static (Detection[] Detections, GroundTruth[] Truth) Image(Random random)
    {
        var truth = Truth(random);
        float Off() => random.NextSingle() * 12 - 6;
        float Confidence() => random.Next(1, 20) / 20f;
        var found = truth
            .Where(_ => random.Next(4) > 0)
            .Select(t =>
            {
                var box = new Box(t.Box.X1 + Off(), t.Box.Y1 + Off(), t.Box.X2 + Off(), t.Box.Y2 + Off());
                return new Detection(box, Confidence(), random.Next(6) == 0 ? random.Next(Classes) : t.Class);
            });
        var invented = Truth(random).Where(_ => random.Next(3) == 0).Select(t => new Detection(t.Box, Confidence(), t.Class));
        return ([.. found.Concat(invented).OrderByDescending(d => d.Confidence)], truth);
    }

    private static GroundTruth[] Truth(Random random) =>
        [
            .. Enumerable
                .Range(0, random.Next(8))
                .Select(_ =>
                {
                    float x = random.Next(500),
                        y = random.Next(500);
                    return new GroundTruth(new Box(x, y, x + random.Next(20, 100), y + random.Next(20, 100)), random.Next(Classes));
                }),
        ];
}
