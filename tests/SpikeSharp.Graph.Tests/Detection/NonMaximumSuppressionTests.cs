using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Detection;

using SpikeSharp.Graph.Detection;

public sealed class NonMaximumSuppressionTests
{
    [SkippableTheory]
    [InlineData("nms_val")]
    [InlineData("nms_predict")]
    [InlineData("nms_agnostic")]
    [InlineData("nms_classes_0_2")]
    [InlineData("nms_max_det_7")]
    [InlineData("nms_none_left")]
    [Trait("Category", "Golden")]
    public void What_is_kept_and_its_order_are_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var options = new SuppressionOptions
        {
            Confidence = golden.Double("conf_thres"),
            IoU = golden.Double("iou_thres"),
            MultiLabel = golden.Bool("multi_label"),
            Agnostic = golden.Bool("agnostic"),
            MaxDetections = golden.Int("max_det"),
            MaxCandidates = golden.Int("max_nms"),
            ClassOffset = (float)golden.Double("class_offset"),
            Classes = golden.Params.TryGetProperty("classes", out _) ? golden.Numbers("classes").Select(c => (int)c).ToHashSet() : null,
        };
        var shape = golden.Shape("prediction"); // images, 4 + classes, anchors
        var images = golden.Series("image#");
        Assert.Equal(shape[0], images.Length);
        foreach (var (prediction, name) in golden.Floats("prediction").Chunk(shape[1] * shape[2]).Zip(images))
        {
            var kept = NonMaximumSuppression.Run(prediction, shape[1] - 4, options);
            golden.Compare<float>(
                name,
                kept.SelectMany(d => new[] { d.Box.X1, d.Box.Y1, d.Box.X2, d.Box.Y2, d.Confidence, d.Class }).ToArray()
            );
        }
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public void Random_predictions_give_what_the_definition_gives(bool multiLabel, bool agnostic)
    {
        var random = new Random(5);
        for (var trial = 0; trial < 60; trial++)
        {
            int classes = random.Next(1, 6),
                anchors = random.Next(0, 60);
            var prediction = Prediction(random, classes, anchors);
            var options = new SuppressionOptions
            {
                Confidence = random.NextDouble() * 0.5,
                IoU = random.NextDouble(),
                MultiLabel = multiLabel,
                Agnostic = agnostic,
                MaxDetections = random.Next(1, 40),
                MaxCandidates = random.Next(1, 80),
                ClassOffset = 0,
                Classes = random.Next(3) == 0 ? new HashSet<int> { 0, 2 } : null,
            };
            Assert.Equal(ByDefinition(prediction, classes, anchors, options), NonMaximumSuppression.Run(prediction, classes, options));
        }
    }

    [Fact]
    public void Equal_confidences_are_kept_in_the_order_of_anchors_then_classes()
    {
        float[] prediction = [100, 50, 100, 50, 10, 10, 10, 10, 0.5f, 0.5f, 0.5f, 0.5f]; // 2 anchors far apart, 2 classes
        var kept = NonMaximumSuppression.Run(prediction, 2, new SuppressionOptions { MultiLabel = true });
        Assert.Equal([(100f, 0), (100f, 1), (50f, 0), (50f, 1)], kept.Select(d => ((d.Box.X1 + d.Box.X2) / 2, d.Class)));
        Assert.Equal([0, 0], NonMaximumSuppression.Run(prediction, 2, new SuppressionOptions()).Select(d => d.Class));
    }

    [Fact]
    public void Overlap_and_confidence_exactly_at_the_threshold_are_on_the_keeping_and_the_dropping_side()
    {
        // 10×10 and 5×10 inside it: IoU ½ exactly.
        float[] prediction = [5, 2.5f, 5, 5, 10, 5, 10, 10, 0.9f, 0.5f];
        Assert.Equal(2, NonMaximumSuppression.Run(prediction, 1, new SuppressionOptions { IoU = 0.5 }).Length);
        Assert.Single(NonMaximumSuppression.Run(prediction, 1, new SuppressionOptions { IoU = 0.4999 }));
        Assert.Single(NonMaximumSuppression.Run(prediction, 1, new SuppressionOptions { IoU = 0.5, Confidence = 0.5 }));
    }

    [Fact]
    public void Boxes_and_scores_that_are_not_numbers_are_left_out()
    {
        float[] prediction = [5, float.NaN, 50, 5, 5, 50, 10, 10, float.PositiveInfinity, 10, 10, 10, float.NaN, 0.9f, 0.9f];
        Assert.Empty(NonMaximumSuppression.Run(prediction, 1, new SuppressionOptions()));
    }

    [Fact]
    public void Of_too_many_candidates_the_most_confident_are_looked_at()
    {
        var random = new Random(6);
        const int Anchors = 400,
            Classes = 100;
        var prediction = new float[(4 + Classes) * Anchors];
        for (var a = 0; a < Anchors; a++)
        {
            (prediction[a], prediction[Anchors + a]) = (a % 20 * 20, a / 20 * 20); // a grid: nothing overlaps
            (prediction[2 * Anchors + a], prediction[3 * Anchors + a]) = (10, 10);
        }
        for (var i = 4 * Anchors; i < prediction.Length; i++)
            prediction[i] = 0.1f + 0.9f * random.NextSingle();
        var options = SuppressionOptions.Validation with { MaxDetections = 35_000 };
        var kept = NonMaximumSuppression.Run(prediction, Classes, options);
        Assert.Equal(prediction[(4 * Anchors)..].OrderDescending().Take(30_000), kept.Select(d => d.Confidence));
    }

    [Fact]
    public void A_frame_costs_no_managed_memory()
    {
        var prediction = Prediction(new Random(8), 20, 500);
        var kept = new Detection[300];
        var options = SuppressionOptions.Validation;
        NonMaximumSuppression.Run(prediction, 20, options, kept);
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 10; i++)
            NonMaximumSuppression.Run(prediction, 20, options, kept);
        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    [Fact]
    public void A_prediction_of_the_wrong_size_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NonMaximumSuppression.Run(new float[13], 2, new SuppressionOptions()));

    private static float[] Prediction(Random random, int classes, int anchors)
    {
        var prediction = new float[(4 + classes) * anchors];
        for (var i = 0; i < prediction.Length; i++)
        {
            prediction[i] = (i / anchors) switch
            {
                < 2 => random.Next(100),
                < 4 => random.Next(1, 60),
                _ => random.Next(1, 100) / 100f,
            };
        }
        return prediction;
    }

    /// <summary>The definition, slowly: candidates sorted, each kept unless a kept one (of its class) overlaps it too much.</summary>
    private static Detection[] ByDefinition(float[] prediction, int classes, int anchors, SuppressionOptions options)
    {
        var candidates = new List<Detection>();
        for (var a = 0; a < anchors; a++)
        {
            var labels = Enumerable.Range(0, classes).Select(c => (Class: c, Score: prediction[(4 + c) * anchors + a]));
            if (!options.MultiLabel)
                labels = labels.OrderByDescending(l => l.Score).Take(1);
            var box = Box.FromCentre(prediction[a], prediction[anchors + a], prediction[2 * anchors + a], prediction[3 * anchors + a]);
            candidates.AddRange(
                labels
                    .Where(l => l.Score > (float)options.Confidence && options.Classes?.Contains(l.Class) != false)
                    .Select(l => new Detection(box, l.Score, l.Class))
            );
        }
        var kept = new List<Detection>();
        foreach (var d in candidates.OrderByDescending(d => d.Confidence).Take(options.MaxCandidates))
        {
            if (!kept.Any(k => (options.Agnostic || k.Class == d.Class) && k.Box.IoU(d.Box) > options.IoU))
                kept.Add(d);
        }
        return [.. kept.Take(options.MaxDetections)];
    }
}
