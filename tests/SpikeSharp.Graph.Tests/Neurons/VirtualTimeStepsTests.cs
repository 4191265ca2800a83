using SpikeSharp.Graph.Neurons;
using SpikeSharp.Testing;

namespace SpikeSharp.Graph.Tests.Neurons;

public sealed class VirtualTimeStepsTests
{
    [SkippableTheory]
    [InlineData("expand_T1_D4")]
    [InlineData("expand_T2_D4")]
    [InlineData("expand_T3_D2")]
    [Trait("Category", "Golden")]
    public void Expansion_gives_the_golden_binary_steps(string id)
    {
        using var golden = GoldenCase.Open("spikeyolo", id);
        var integers = Array.ConvertAll(golden.Floats(golden.Name("integers")), s => (byte)s);
        golden.Compare<byte>(golden.Name("binary"), VirtualTimeSteps.Expand(integers, golden.Int("T"), golden.Int("D")));
    }

    [Fact]
    public void The_ones_of_a_spike_come_first_and_sum_to_it()
    {
        Assert.Equal(new byte[] { 1, 1, 0, 1, 1, 0, 0, 0 }, VirtualTimeSteps.Expand([1, 2, 1, 0], 2, 2));
        Assert.Empty(VirtualTimeSteps.Expand([], 1, 4));
    }

    [Fact]
    public void A_spike_beyond_D_and_rows_of_unequal_length_are_refused()
    {
        Assert.Throws<ArgumentException>(() => VirtualTimeSteps.Expand([3], 1, 2));
        Assert.Throws<ArgumentException>(() => VirtualTimeSteps.Expand([1, 1, 1], 2, 2));
    }
}
