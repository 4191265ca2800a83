using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests;

public sealed class PoolingOverTimeGoldenTests
{
    public static TheoryData<string> Cases() =>
        [
            .. from k in new[] { 2, 3, 5 }
            from s in new[] { 1, 2, 3 }
            from p in new[] { 0, 1, 2 }
            where p <= k / 2
            select $"spicalib/maxpool_any.k{k}s{s}p{p}",
            "spicalib/maxpool_any.ceil",
            "spicalib/maxpool_any.ceil2",
            "spicalib/maxpool_any.dil2",
            "spicalib/maxpool_any.rect",
        ];

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void Any_window_agrees(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var pool = new MaxPool(Window(golden)) { OverTime = PoolingOverTime.Lossless };
        foreach (var input in golden.Entry.GetProperty("expected").EnumerateObject())
            GoldenCase.Near(
                input.Name,
                golden.Doubles(input.Value.GetString()!),
                TimedValues.Run(golden, input.Name, pool),
                golden.Within(input.Name).Abs,
                0
            );
    }

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/maxpool_any.sppf_chain")]
    public void A_chain_of_poolings_agrees(string id)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var pool = new MaxPool(golden.Int("kernel_size"), golden.Int("stride"), golden.Int("padding"))
        {
            OverTime = PoolingOverTime.Lossless,
        };
        for (var stage = 1; stage <= golden.Int("chain"); stage++)
            GoldenCase.Near(
                $"y{stage}",
                golden.Doubles(golden.Role($"y{stage}")),
                TimedValues.Run(golden, "x_pos", [.. Enumerable.Repeat(pool, stage)]),
                0,
                0
            );
    }

    [Trait("Category", "Golden")]
    [SkippableTheory]
    [InlineData("spicalib/lipool_2x2.dyadic", PoolingOverTime.Lossless)]
    [InlineData("spicalib/lipool_2x2.float", PoolingOverTime.Lossless)]
    [InlineData("spicalib/rate_gate_2x2.dyadic", PoolingOverTime.RateGate)]
    [InlineData("spicalib/rate_gate_2x2.float", PoolingOverTime.RateGate)]
    public void Published_poolings_agree(string id, PoolingOverTime overTime)
    {
        using var golden = GoldenCase.Open("spicalib", id["spicalib/".Length..]);
        var input = "x_" + id[(id.LastIndexOf('.') + 1)..];
        var pool = new MaxPool(golden.Int("kernel"), golden.Int("stride"), golden.Int("pad")) { OverTime = overTime };
        GoldenCase.Near(input, golden.Doubles(golden.Role("out")), TimedValues.Run(golden, input, pool), golden.Within("abs").Abs, 0);
    }

    private static PoolingWindow Window(GoldenCase golden)
    {
        var (kh, kw) = Pair("kernel_size");
        var (sh, sw) = Pair("stride");
        var (ph, pw) = Pair("padding");
        var dilation = golden.Params.TryGetProperty("dilation", out var d) ? d.GetInt32() : 1;
        return new PoolingWindow(kh, kw, sh, sw, ph, pw, ph, pw, dilation, dilation, golden.Bool("ceil_mode"));

        (int, int) Pair(string name) =>
            golden.Params.GetProperty(name) is { ValueKind: System.Text.Json.JsonValueKind.Array } both
                ? (both[0].GetInt32(), both[1].GetInt32())
                : (golden.Int(name), golden.Int(name));
    }
}
