using SpikeSharp.Cli.Inputs;

namespace SpikeSharp.Cli.Tests.Inputs;

public sealed class ThreadCountTests
{
    [Theory]
    [InlineData(3, "2", 8, 3)]
    [InlineData(0, "2", 8, 2)]
    [InlineData(0, null, 8, 8)]
    [InlineData(0, "", 8, 8)]
    [InlineData(0, "0", 8, 8)]
    [InlineData(0, "4,2", 8, 8)]
    public void Threads_are_those_asked_for_or_of_OpenMP_or_one_a_core(int asked, string? openMp, int cores, int expected) =>
        Assert.Equal(expected, ThreadCount.Of(asked, openMp, cores));
}
