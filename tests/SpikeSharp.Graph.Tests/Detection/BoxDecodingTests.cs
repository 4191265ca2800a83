using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Detection;

using SpikeSharp.Graph.Detection;

public sealed class BoxDecodingTests
{
    [SkippableTheory]
    [InlineData("spikedetect")]
    [Trait("Category", "Golden")]
    public void Anchors_are_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var levels = Levels(golden);
        var count = AnchorPoints.Count(levels);
        float[] x = new float[count],
            y = new float[count],
            strides = new float[count];
        AnchorPoints.Fill(levels, x, y, strides);
        golden.Compare<float>("anchors", [.. x, .. y]);
        golden.Compare<float>("strides", strides);
    }

    [SkippableTheory]
    [InlineData("spikedetect")]
    [Trait("Category", "Golden")]
    public void Distances_boxes_and_probabilities_are_the_references(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var (levels, classes) = (Levels(golden), golden.Int("nc"));
        var anchors = AnchorPoints.Count(levels);
        Assert.Equal(BoxDecoding.Bins, golden.Int("reg_max"));
        List<float> y = [],
            distances = [];
        for (var image = 0; image < golden.Int("B"); image++)
        {
            float[] output = new float[(4 + classes) * anchors],
                sides = new float[4 * anchors];
            var first = 0;
            foreach (var (level, name) in levels.Zip(golden.Series("raw#")))
            {
                var size = (BoxDecoding.BoxChannels + classes) * level.Cells;
                var raw = golden.Floats(name).AsSpan(image * size, size);
                BoxDecoding.Decode(raw, level, classes, output, anchors, first);
                for (var side = 0; side < 4; side++)
                    BoxDecoding.Distances(
                        raw.Slice(side * BoxDecoding.Bins * level.Cells, BoxDecoding.Bins * level.Cells),
                        sides.AsSpan(side * anchors + first, level.Cells)
                    );
                first += level.Cells;
            }
            y.AddRange(output);
            distances.AddRange(sides);
        }
        golden.Compare<float>("y", y.ToArray());
        golden.Compare<float>("dfl_ltrb", distances.ToArray());
    }

    [Fact]
    public void Every_number_of_cells_gives_what_one_cell_at_a_time_gives()
    {
        var random = new Random(3);
        for (var cells = 0; cells <= 40; cells++)
        {
            var logits = new float[BoxDecoding.Bins * cells];
            for (var i = 0; i < logits.Length; i++)
                logits[i] = random.NextSingle() * 40 - 20;
            var distances = new float[cells];
            BoxDecoding.Distances(logits, distances);
            for (var cell = 0; cell < cells; cell++)
            {
                var weights = Enumerable.Range(0, BoxDecoding.Bins).Select(bin => Math.Exp(logits[bin * cells + cell])).ToArray();
                Assert.Equal(weights.Select((w, bin) => w * bin).Sum() / weights.Sum(), distances[cell], 1e-4);
            }
        }
    }

    [Fact]
    public void Very_large_logits_do_not_overflow()
    {
        var logits = new float[BoxDecoding.Bins * 9];
        Array.Fill(logits, 1e30f, 7 * 9, 9);
        var distances = new float[9];
        BoxDecoding.Distances(logits, distances);
        Assert.All(distances, d => Assert.Equal(7, d));
    }

    [Fact]
    public void Spans_of_the_wrong_size_are_refused()
    {
        var level = new FeatureLevel(1, 1, 8);
        Assert.Throws<ArgumentOutOfRangeException>(() => BoxDecoding.Decode(new float[70], level, 5, new float[9], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoxDecoding.Decode(new float[69], level, 5, new float[8], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => BoxDecoding.Decode(new float[69], level, 5, new float[9], 1, 1));
    }

    private static FeatureLevel[] Levels(GoldenCase golden) =>
        [
            .. golden
                .Series("raw#")
                .Select(golden.Shape)
                .Zip(golden.Numbers("stride"), (shape, stride) => new FeatureLevel(shape[2], shape[3], (int)stride)),
        ];
}
