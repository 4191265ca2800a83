using SpikeSharp.Graph;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests;

public sealed class LayerActivationsTests
{
    public static TheoryData<string> Cases() =>
        [
            .. from p in new[] { "0.5", "0.9", "0.99", "0.999", "0.9995", "1.0" }
            from clamp in new[] { "1", "2", "5", "inf" }
            from mode in new[] { "layer", "channel" }
            select $"spicalib/percentile.p{p}.clamp{clamp}.{mode}",
        ];

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Scales_agree(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        Compare(golden, "one", Measured(golden, "act_batch1"));
        Compare(golden, "two", Measured(golden, "act_batch1", "act_batch2"));
        if (golden.Entry.GetProperty("expected").TryGetProperty("fc", out _))
            Compare(golden, "fc", Measured(golden, "act_2d"));
    }

    [Fact]
    public void A_silent_layer_has_a_scale_above_zero()
    {
        var layer = new LayerActivations(2, 3, 1);
        layer.Add(new float[6]);
        Assert.Equal(1e-10f, layer.LayerScale(0.999));
        Assert.All(layer.ChannelScales(0.999), scale => Assert.Equal(1e-10f, scale));
        Assert.Equal(0, layer.Largest);
    }

    [Fact]
    public void A_percentile_before_the_first_value_takes_the_smallest()
    {
        var layer = new LayerActivations(1, 4, 1);
        layer.Add([3, 1, 4, 2]);
        Assert.Equal(1, layer.LayerScale(0.1));
        Assert.Equal(4, layer.LayerScale(1));
    }

    [Fact]
    public void Values_that_are_dropped_change_no_percentile_that_may_be_asked_for()
    {
        var random = new Random(3);
        var (few, all) = (new LayerActivations(2, 1 << 16, 8, mostStored: 1 << 14), new LayerActivations(2, 1 << 16, 8));
        for (var image = 0; image < 8; image++)
        {
            var values = new float[2 << 16];
            for (var i = 0; i < values.Length; i++)
                values[i] = Math.Max(0, random.NextSingle() - 0.5f) * (9 - image) * (i < values.Length / 2 ? 1 : 3);
            few.Add(values);
            all.Add(values);
        }
        foreach (var p in (double[])[0.95, 0.97, 0.999, 1])
        {
            Assert.Equal(all.LayerScale(p), few.LayerScale(p));
            Assert.Equal(all.ChannelScales(p), few.ChannelScales(p));
        }
        Assert.Contains("percentiles are known from 0.95 on", Assert.Throws<GraphException>(() => few.LayerScale(0.5)).Message);
    }

    private static void Compare(GoldenCase golden, string role, LayerActivations layer)
    {
        var p = golden.Double("p");
        var scales = golden.Bool("channelwise") ? layer.ChannelScales(p) : [layer.LayerScale(p)];
        GoldenCase.Near(role, golden.Doubles(golden.Role(role)), Array.ConvertAll(scales, s => (double)s), golden.Within("abs").Abs, 0);
    }

    // Each batch was cut at the clamp before it was measured.
    private static LayerActivations Measured(GoldenCase golden, params string[] batches)
    {
        var clamp =
            golden.Params.GetProperty("clamp").ValueKind == System.Text.Json.JsonValueKind.Null
                ? float.PositiveInfinity
                : (float)golden.Double("clamp");
        var shape = golden.Shape(batches[0]);
        int plane = shape.Length == 4 ? shape[2] * shape[3] : 1,
            size = shape[1] * plane;
        var layer = new LayerActivations(shape[1], plane, shape[0]);
        foreach (var batch in batches)
        {
            var values = Array.ConvertAll(golden.Floats(batch), a => Math.Min(a, clamp));
            for (var at = 0; at < values.Length; at += size)
                layer.Add(values.AsSpan(at, size));
            layer.EndBatch();
        }
        return layer;
    }
}
