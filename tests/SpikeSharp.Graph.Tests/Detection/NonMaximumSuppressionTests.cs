using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Detection;

using SpikeSharp.Graph.Detection;

public sealed class NonMaximumSuppressionTests
{
    public static TheoryData<string, SuppressionOptions> GoldenCases => new()
    {
        { "val", SuppressionOptions.Validation },
        { "predict", new SuppressionOptions() },
        { "agnostic", new SuppressionOptions { IoU = 0.45, Agnostic = true } },
        { "classes_0_2", new SuppressionOptions { Confidence = 0.1, IoU = 0.5, MultiLabel = true, Classes = new HashSet<int> { 0, 2 } } },
        { "max_det_7", new SuppressionOptions { Confidence = 0.05, IoU = 0.6, MultiLabel = true, MaxDetections = 7 } },
        { "none_left", new SuppressionOptions { Confidence = 0.9999, MultiLabel = true } },
    };

    [Theory]
    [MemberData(nameof(GoldenCases))]
    public void What_is_kept_and_its_order_are_the_references(string name, SuppressionOptions options)
    {
        using var golden = SafetensorsFile.Open(Path.Combine(TestData.Golden, "spikeyolo", "nms.safetensors"));
        var prediction = golden.Floats("prediction");
        for (var image = 0; image < 2; image++)
        {
            var kept = NonMaximumSuppression.Run(prediction.AsSpan(image * prediction.Length / 2, prediction.Length / 2), 5, options);
            var expected = golden.Floats($"{name}/image{image}");
            Assert.Equal(expected.Length, kept.Length * 6);
            for (var i = 0; i < kept.Length; i++)
            {
                var row = expected.AsSpan(i * 6, 6);
                Assert.Equal(row[0], kept[i].Box.X1, 1e-3f);
                Assert.Equal(row[1], kept[i].Box.Y1, 1e-3f);
                Assert.Equal(row[2], kept[i].Box.X2, 1e-3f);
                Assert.Equal(row[3], kept[i].Box.Y2, 1e-3f);
                Assert.Equal(row[4], kept[i].Confidence);
                Assert.Equal((int)row[5], kept[i].Class);
            }
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
            int classes = random.Next(1, 6), anchors = random.Next(0, 60);
            var prediction = Prediction(random, classes, anchors);
            var options = new SuppressionOptions
            {
                Confidence = random.NextDouble() * 0.5, IoU = random.NextDouble(), MultiLabel = multiLabel, Agnostic = agnostic,
                MaxDetections = random.Next(1, 40), MaxCandidates = random.Next(1, 80), ClassOffset = 0,
                Classes = random.Next(3) == 0 ? new HashSet<int> { 0, 2 } : null,
            };
            Assert.Equal(ByDefinition(prediction, classes, anchors, options), NonMaximumSuppression.Run(prediction, classes, options));
        }
    }

    [Fact]
    public void Equal_confidences_are_kept_in_the_order_of_anchors_then_classes()
    {
        float[] prediction = [100, 50, 100, 50, 10, 10, 10, 10, 0.5f, 0.5f, 0.5f, 0.5f];       // 2 anchors far apart, 2 classes
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
        const int Anchors = 400, Classes = 100;
        var prediction = new float[(4 + Classes) * Anchors];
        for (var a = 0; a < Anchors; a++)
        {
            (prediction[a], prediction[Anchors + a]) = (a % 20 * 20, a / 20 * 20);                        // a grid: nothing overlaps
            (prediction[2 * Anchors + a], prediction[3 * Anchors + a]) = (10, 10);
        }
        for (var i = 4 * Anchors; i < prediction.Length; i++) prediction[i] = 0.1f + 0.9f * random.NextSingle();
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
        for (var i = 0; i < 10; i++) NonMaximumSuppression.Run(prediction, 20, options, kept);
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
            prediction[i] = (i / anchors) switch { < 2 => random.Next(100), < 4 => random.Next(1, 60), _ => random.Next(1, 100) / 100f };
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
            if (!options.MultiLabel) labels = labels.OrderByDescending(l => l.Score).Take(1);
            var box = Box.FromCentre(prediction[a], prediction[anchors + a], prediction[2 * anchors + a], prediction[3 * anchors + a]);
            candidates.AddRange(labels
                .Where(l => l.Score > (float)options.Confidence && options.Classes?.Contains(l.Class) != false)
                .Select(l => new Detection(box, l.Score, l.Class)));
        }
        var kept = new List<Detection>();
        foreach (var d in candidates.OrderByDescending(d => d.Confidence).Take(options.MaxCandidates))
        {
            if (!kept.Any(k => (options.Agnostic || k.Class == d.Class) && k.Box.IoU(d.Box) > options.IoU)) kept.Add(d);
        }
        return [.. kept.Take(options.MaxDetections)];
    }
}
