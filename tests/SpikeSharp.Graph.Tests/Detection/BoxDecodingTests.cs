using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Detection;

using SpikeSharp.Graph.Detection;

public sealed class BoxDecodingTests
{
    private const int Classes = 5, Batch = 2;
    private static readonly FeatureLevel[] Levels = [new(6, 8, 8), new(3, 4, 16), new(2, 2, 32)];

    [Fact]
    public void Anchors_are_the_references()
    {
        using var golden = Golden();
        var count = AnchorPoints.Count(Levels);
        float[] x = new float[count], y = new float[count], strides = new float[count];
        AnchorPoints.Fill(Levels, x, y, strides);
        Assert.Equal(golden.Floats("anchors"), x.Concat(y));
        Assert.Equal(golden.Floats("strides"), strides);
    }

    [Fact]
    public void Decoded_boxes_and_probabilities_are_the_references()
    {
        using var golden = Golden();
        var anchors = AnchorPoints.Count(Levels);
        var expected = golden.Floats("y");
        for (var image = 0; image < Batch; image++)
        {
            var output = new float[(4 + Classes) * anchors];
            var first = 0;
            for (var l = 0; l < Levels.Length; l++)
            {
                var raw = golden.Floats($"raw{l}");
                BoxDecoding.Decode(raw.AsSpan(image * raw.Length / Batch, raw.Length / Batch), Levels[l], Classes, output, anchors, first);
                first += Levels[l].Cells;
            }
            Close(expected.AsSpan(image * output.Length, output.Length), output, 1e-3f, 1e-4f);
        }
    }

    [Fact]
    public void Distances_are_the_references()
    {
        using var golden = Golden();
        var anchors = AnchorPoints.Count(Levels);
        var expected = golden.Floats("dfl_ltrb");
        for (var image = 0; image < Batch; image++)
        {
            for (int l = 0, first = 0; l < Levels.Length; first += Levels[l++].Cells)
            {
                var cells = Levels[l].Cells;
                var raw = golden.Floats($"raw{l}").AsSpan(image * (BoxDecoding.BoxChannels + Classes) * cells);
                for (var side = 0; side < 4; side++)
                {
                    var distances = new float[cells];
                    BoxDecoding.Distances(raw.Slice(side * BoxDecoding.Bins * cells, BoxDecoding.Bins * cells), distances);
                    Close(expected.AsSpan((image * 4 + side) * anchors + first, cells), distances, 1e-3f, 1e-4f);
                }
            }
        }
    }

    [Fact]
    public void Every_number_of_cells_gives_what_one_cell_at_a_time_gives()
    {
        var random = new Random(3);
        for (var cells = 0; cells <= 40; cells++)
        {
            var logits = new float[BoxDecoding.Bins * cells];
            for (var i = 0; i < logits.Length; i++) logits[i] = random.NextSingle() * 40 - 20;
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

    private static void Close(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float absolute, float relative)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Length; i++) Assert.Equal(expected[i], actual[i], absolute + relative * Math.Abs(expected[i]));
    }

    private static SafetensorsFile Golden() => SafetensorsFile.Open(Path.Combine(TestData.Golden, "spikeyolo", "spikedetect.safetensors"));
}
