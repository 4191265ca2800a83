using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Invocation;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli;

/// <summary>
/// From the words of a command line to an exit status: finds the verb, runs it, and turns what it throws into one sentence.
/// </summary>
internal static class Shell
{
    /// <summary>Runs a command line.</summary>
    /// <returns>The exit status, one of <see cref="ExitCode"/>.</returns>
    public static int Run(IReadOnlyList<string> words, Display display)
    {
        if (words is ["--version" or "version"])
        {
            display.Line($"spikesharp {ProgramVersion.Text}");
            return ExitCode.Done;
        }
        using var interruption = new Interruption(display.Warn, code =>
        {
            display.ShowCursor();
            Interruption.EndAtOnce(code);
        });
        try
        {
            if (words.Count == 0 || words is ["--help" or "-h" or "help"])
                display.Page(HelpPage.Overview(VerbTable.All));
            else if (words is ["help", var name])
                display.Page(HelpPage.Of(VerbTable.Find(name)));
            else if (words.Any(word => word is "--help" or "-h"))
                display.Page(HelpPage.Of(VerbTable.Find(words[0])));
            else
                RunVerb(words, new(display, interruption.Stop));
            return ExitCode.Done;
        }
        catch (Exception e)
        {
            return Report(Failure.Of(e, interruption.ExitCode), e, words, display);
        }
    }

    private static void RunVerb(IReadOnlyList<string> words, Session session)
    {
        var verb = VerbTable.Find(words[0]);
        var arguments = CommandLine.Parse(verb, VerbTable.All, [.. words.Skip(1)]);
        OutputPaths.Check(arguments);
        verb.Run(arguments, session);
    }

    private static int Report(Failure failure, Exception exception, IReadOnlyList<string> words, Display display)
    {
        // The words as they were typed: the option must help when it is the reading of the options that fails.
        if (words.Contains("--verbose"))
            display.Warn(exception.ToString());
        if (failure.Code == ExitCode.Unexpected)
        {
            var (id, log) = ErrorLog.Write(exception, words);
            var next = log is null ? "run it again with --verbose for the stack trace" : $"please report it with {log}";
            display.Warn($"unexpected error {id}: {failure.Sentence} ({exception.GetType().Name}); {next}");
        }
        else
        {
            foreach (var line in failure.Sentence.Split('\n'))
                display.Warn(line);
        }
        return failure.Code;
    }
}
