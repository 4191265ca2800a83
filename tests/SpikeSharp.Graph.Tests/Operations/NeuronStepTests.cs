using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class NeuronStepTests
{
    public static TheoryData<string> ILifCases() =>
        [.. from t in new[] { 1, 2, 4 } from d in new[] { 1, 2, 4, 8 } select $"ilif_T{t}_D{d}"];

    [SkippableTheory]
    [MemberData(nameof(ILifCases))]
    [Trait("Category", "Golden")]
    public void ILif_gives_the_golden_spikes_and_membranes(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var (maxSpikes, decay) = (golden.Int("D"), golden.Double("decay"));
        Compare(golden, unit: 1, (x, h) => ILif.Step(x, h, maxSpikes, decay));
    }

    [SkippableTheory]
    [InlineData("lif_T2")]
    [InlineData("lif_T4")]
    [Trait("Category", "Golden")]
    public void Lif_gives_the_golden_spikes_and_membranes(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var (decay, threshold) = (golden.Double("beta"), golden.Double("V_th"));
        Compare(golden, threshold, (x, h) => Lif.Step(x, h, threshold, decay));
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(1.5, 2)]
    [InlineData(2.5, 2)]
    [InlineData(3.5, 4)]
    [InlineData(4.5, 4)]
    [InlineData(-1, 0)]
    [InlineData(1e300, 4)]
    [InlineData(double.NaN, 0)]
    [InlineData(double.PositiveInfinity, 4)]
    public void ILif_at_a_tie_rounds_half_to_even_and_never_leaves_0_to_D(double x, int spikes)
    {
        Assert.Equal(spikes, ILif.Step(x, 0, 4, 0.25).Spikes);
    }

    [Fact]
    public void ILif_one_ulp_each_side_of_a_half_goes_to_its_own_integer()
    {
        Assert.Equal(1, ILif.Step(Math.BitIncrement(0.5), 0, 4, 0.25).Spikes);
        Assert.Equal(1, ILif.Step(Math.BitDecrement(1.5), 0, 4, 0.25).Spikes);
        Assert.Equal(3, ILif.Step(Math.BitIncrement(2.5), 0, 4, 0.25).Spikes);
        Assert.Equal(3, ILif.Step(Math.BitDecrement(3.5), 0, 4, 0.25).Spikes);
    }

    [Fact]
    public void Lif_fires_at_its_threshold_where_ILif_with_D_1_fires_above_a_half()
    {
        Assert.Equal(1, Lif.Step(1, 0, 1, 0.25).Spikes);
        Assert.Equal(0, Lif.Step(Math.BitDecrement(1.0), 0, 1, 0.25).Spikes);
        Assert.Equal(1, ILif.Step(0.75, 0, 1, 0.25).Spikes);
        Assert.Equal(new NeuronStep(2, 1, 1.5), Lif.Step(2, 0, 0.5, 0.25));
    }

    [Fact]
    public void ILif_subtracts_the_integer_it_emitted_and_lets_the_rest_decay()
    {
        var first = ILif.Step(5.5, 0, 4, 0.25);
        Assert.Equal(new NeuronStep(5.5, 4, 1.5), first);
        Assert.Equal(new NeuronStep(0.375, 0, 0.375), ILif.Step(0, first.AfterReset, 4, 0.25));
    }

    private static void Compare(GoldenCase golden, double unit, Func<double, double, NeuronStep> step)
    {
        var x = golden.Doubles(golden.Name("x"));
        var (spikes, membranes) = (new double[x.Length], new double[x.Length]);
        var count = x.Length / golden.Int("T");
        for (var i = 0; i < count; i++)
        {
            double h = 0;
            for (var at = i; at < x.Length; at += count)
            {
                var result = step(x[at], h);
                // The reference keeps its state in float32; some inputs lie one ulp beside a tie, where that shows.
                (spikes[at], membranes[at]) = (result.Spikes, (float)result.Membrane);
                h = (float)(membranes[at] - unit * result.Spikes);
            }
        }
        golden.Compare<double>(golden.Name("spikes"), spikes);
        golden.Compare<double>(golden.Name("membrane"), membranes);
    }
}
