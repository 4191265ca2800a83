using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class DetectionHeadTests
{
    [SkippableTheory]
    [InlineData("spikedetect")]
    [Trait("Category", "Golden")]
    public void Decoding_the_golden_maps_gives_the_golden_boxes_and_probabilities(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        int classes = golden.Int("nc"),
            images = golden.Int("B");
        int[] strides = [.. golden.Numbers("stride").Select(s => (int)s)];
        var y = new List<float>();
        for (var image = 0; image < images; image++)
        {
            var inputs = new ValueTensor[strides.Length];
            var anchors = 0;
            for (var level = 0; level < strides.Length; level++)
            {
                var shape = golden.Shape($"raw{level}");
                var size = new ValueShape(shape[1], shape[2], shape[3], Timed: false);
                var map = golden.Doubles($"raw{level}").AsSpan((int)(image * size.Count), (int)size.Count);
                inputs[level] = new ValueTensor(size, 1, map.ToArray());
                anchors += size.Plane;
            }
            var head = new DetectionHead(golden.Int("reg_max"), classes, strides);
            var context = new EvaluationContext(
                "head",
                new ValueShape(4 + classes, 1, anchors, false),
                1,
                SpikeArithmetic.Integer,
                Graphs.Image(1, 1, 0)
            );
            y.AddRange(head.Evaluate(in context, inputs).ToFloats());
        }
        golden.Compare<float>("y", y.ToArray());
    }

    [Fact]
    public void A_box_reaches_from_the_cell_centre_by_the_expected_bins()
    {
        // One cell of a 1×2 map; bins 0 and 1 weigh 1:3, so every side is 0.75 cells; the second cell has logits 0: 0.5 cells.
        var log3 = MathF.Log(3);
        var image = Graphs.Image(1, 2, 0, 0, log3, 0, 0, 0, log3, 0, 0, 0, log3, 0, 0, 0, log3, 0, 0, log3);
        var y = Graphs.Run(image, 1, (g, x) => g.DetectionHead("head", new DetectionHead(2, 1, [8]), x));
        double[] wanted = [4, 12, 4, 4, 12, 8, 12, 8, 0.5, 0.75];
        for (var i = 0; i < wanted.Length; i++)
            Assert.Equal(wanted[i], y.Reals[i], 1e-6);
    }

    [Fact]
    public void The_float32_decoding_of_the_detection_library_agrees()
    {
        var random = new Random(4);
        var logits = new float[67 * 5 * 7];
        for (var i = 0; i < logits.Length; i++)
            logits[i] = (float)(random.NextDouble() * 12 - 6);
        var fast = new float[7 * 35];
        BoxDecoding.Decode(logits, new FeatureLevel(5, 7, 16), 3, fast, 35, 0);
        var y = Graphs.Run(new InputTensor(67, 5, 7, logits), 1, (g, x) =>
            g.DetectionHead("head", new DetectionHead(BoxDecoding.Bins, 3, [16]), x)
        );
        GoldenCase.Near("y", y.Reals, Array.ConvertAll(fast, v => (double)v), 1e-5, 1e-5);
    }

    [Fact]
    public void Maps_that_vary_over_time_are_refused()
    {
        var image = new InputTensor(9, 1, 1, new float[9]);
        Assert.Contains(
            "mean over time",
            Assert
                .Throws<GraphException>(() =>
                    Graphs.Run(image, 1, (g, x) => g.DetectionHead("head", new DetectionHead(2, 1, [8]), g.Neuron("n", x, new ILif())))
                )
                .Message
        );
    }
}
