using SpikeSharp.Cli.Terminal;

namespace SpikeSharp.Cli.Tests;

public sealed class ShellTests
{
    private readonly StringWriter _output = new() { NewLine = "\n" };
    private readonly StringWriter _errors = new() { NewLine = "\n" };

    private int Run(params string[] words) => Shell.Run(words, new Display(_output, _errors, live: false, TimeProvider.System));

    [Fact]
    public void The_version_is_one_line()
    {
        Assert.Equal(0, Run("--version"));
        Assert.Matches(@"^spikesharp \d+\.\d+\.\d+( \([0-9a-f]{7}\))?\n$", _output.ToString());
    }

    [Theory]
    [InlineData("usage: spikesharp COMMAND")]
    [InlineData("usage: spikesharp COMMAND", "--help")]
    [InlineData("usage: spikesharp train --data FILE", "train", "--help")]
    [InlineData("usage: spikesharp val --model", "help", "val")]
    [InlineData("usage: spikesharp val --model", "val", "epochs=bad", "-h")]
    public void Help_is_on_standard_output_and_is_no_error(string expected, params string[] words)
    {
        Assert.Equal(0, Run(words));
        Assert.Contains(expected, _output.ToString(), StringComparison.Ordinal);
        Assert.Empty(_errors.ToString());
    }

    [Theory]
    [InlineData(2, "did you mean train?", "tarin")]
    [InlineData(2, "did you mean --epochs?", "train", "--data", "d", "--epcohs", "3")]
    [InlineData(2, "must be", "train", "--data", "d", "--epochs", "3.5")]
    [InlineData(3, "no such file", "train", "--data", "d", "--cfg", "/none/args.yaml")]
    public void An_error_is_one_sentence_on_standard_error(int code, string expected, params string[] words)
    {
        Assert.Equal(code, Run(words));
        Assert.Empty(_output.ToString());
        Assert.Contains(expected, _errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(1, _errors.ToString().Count(c => c == '\n'));
    }

    [Fact]
    public void The_stack_trace_is_shown_only_when_asked_for()
    {
        Run("train", "--data", "d", "--epochs", "x", "--verbose");
        Assert.Contains("   at SpikeSharp.Cli", _errors.ToString(), StringComparison.Ordinal);
    }
}
