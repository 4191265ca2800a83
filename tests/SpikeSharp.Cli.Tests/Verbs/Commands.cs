using SpikeSharp.Cli.Terminal;

namespace SpikeSharp.Cli.Tests.Verbs;

/// <summary>Runs whole command lines in this process.</summary>
internal static class Commands
{
    /// <summary>What a command left behind.</summary>
    public sealed record Outcome(int Code, string Output, string Errors)
    {
        /// <summary>The outcome, if the command did what it was asked to.</summary>
        public Outcome Done()
        {
            Assert.True(Code == 0, $"exit status {Code}: {Errors}\n{Output}");
            return this;
        }

        /// <summary>Asserts that it failed with one sentence that says what is expected.</summary>
        public void Fails(int code, params string[] expected)
        {
            Assert.True(code == Code, $"exit status {Code}, not {code}: {Errors}");
            var sentence = Errors.TrimEnd('\n').Split('\n')[^1];
            foreach (var words in expected)
                Assert.Contains(words, sentence, StringComparison.Ordinal);
        }
    }

    public static Outcome Run(params string[] words)
    {
        var (output, errors) = (new StringWriter { NewLine = "\n" }, new StringWriter { NewLine = "\n" });
        return new Outcome(
            Shell.Run(words, new Display(output, errors, live: false, TimeProvider.System)),
            output.ToString(),
            errors.ToString()
        );
    }
}
