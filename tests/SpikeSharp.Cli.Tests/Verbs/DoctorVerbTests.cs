using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli.Tests.Verbs;

public sealed class DoctorVerbTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };

    private Display Display => new(_output, TextWriter.Null, live: false, TimeProvider.System);

    [Fact]
    public void The_last_line_says_that_all_is_well()
    {
        DoctorVerb.Show([new("CPU", "fast"), new("memory", "much")], Display);
        Assert.Equal("CPU     fast\nmemory  much\nall is well\n", _output.ToString());
    }

    [Fact]
    public void What_is_wrong_is_marked_and_fails_with_every_remedy()
    {
        var failure = Assert.Throws<CheckFailedException>(() =>
            DoctorVerb.Show([new("BLAS", "slow", "type this"), new("CPU", "fast"), new("disk", "full", "free some")], Display)
        );
        Assert.Equal("BLAS: type this; disk: free some", failure.Message);
        Assert.Contains("BLAS  slow  <-- wrong\n", _output.ToString(), StringComparison.Ordinal);
        Assert.DoesNotContain("all is well", _output.ToString(), StringComparison.Ordinal);
    }
}
