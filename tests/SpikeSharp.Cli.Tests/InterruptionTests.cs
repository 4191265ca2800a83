using System.Runtime.InteropServices;

namespace SpikeSharp.Cli.Tests;

public sealed class InterruptionTests
{
    [Theory]
    [InlineData(PosixSignal.SIGINT, 130)]
    [InlineData(PosixSignal.SIGTERM, 143)]
    public void The_first_signal_asks_to_stop_and_the_second_ends_at_once(PosixSignal signal, int expected)
    {
        var (warnings, ended) = (new List<string>(), (int?)null);
        using var interruption = new Interruption(warnings.Add, code => ended = code);
        Assert.False(interruption.Stop.IsCancellationRequested);

        var first = new PosixSignalContext(signal);
        interruption.Receive(first);
        Assert.True(first.Cancel);
        Assert.True(interruption.Stop.IsCancellationRequested);
        Assert.Null(ended);
        Assert.Single(warnings);

        interruption.Receive(new(signal));
        Assert.Equal(expected, ended);
        Assert.Equal(expected, interruption.ExitCode);
    }
}
