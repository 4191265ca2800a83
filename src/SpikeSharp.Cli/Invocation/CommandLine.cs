using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Options;

namespace SpikeSharp.Cli.Invocation;

/// <summary>
/// Reads the words after the verb. An option is written `--key value`, `--key=value`, `key=value` or, where it has a letter, `-k value`;
/// '-' and '_' in names are the same, and so are upper and lower case. The last of several wins; the command line wins over `--cfg`.
/// </summary>
internal static class CommandLine
{
    /// <summary>Reads the words for a verb.</summary>
    /// <param name="verb">The verb.</param>
    /// <param name="verbs">All verbs, among which an unknown option is looked for.</param>
    /// <param name="words">What stands behind the verb.</param>
    /// <exception cref="UsageException">A word is no option of the verb, or a value is not what the option wants.</exception>
    /// <exception cref="Data.DataException">The file of `--cfg` is absent or no YAML.</exception>
    public static Arguments Parse(Verb verb, IReadOnlyList<Verb> verbs, IReadOnlyList<string> words)
    {
        var given = new List<(Option Option, object? Value)>();
        for (var i = 0; i < words.Count; i++)
        {
            var (name, text) = Split(verb, words[i]);
            if (verb.Find(name.TrimStart('-')) is { } option && IsName(name, option))
                given.Add((option, Read(option, NotEmpty(option, text ?? Following(option, words, ref i)), option.Switch)));
            else if (text is not null && UltralyticsKey.Find(name.TrimStart('-')) is { } foreign)
                foreign.Check(text, name);
            else
                throw UnknownWord.Option(verb, name, verbs);
        }

        var arguments = new Arguments(verb, verbs);
        if (given.LastOrDefault(pair => pair.Option == OptionTable.Cfg).Value is string file)
            ArgumentsFile.Read(file, arguments);
        foreach (var (option, value) in given)
            arguments.Set(option, value);
        if (verb.Waiver is null || !arguments.IsGiven(verb.Waiver))
            foreach (var option in verb.Needs)
                arguments.Require(option);
        return arguments;
    }

    /// <summary>A value for an option.</summary>
    /// <exception cref="UsageException">The text is not what the option wants.</exception>
    public static object? Read(Option option, string text, string called) =>
        option.TryRead(text, out var value) ? value : throw new UsageException($"{called} must be {option.Wanted}, not '{text}'");

    // In a file nothing means the default; on the command line it is a variable of the shell that was never set.
    private static string NotEmpty(Option option, string text) =>
        text.Length > 0 ? text : throw new UsageException($"{option.Switch} needs a value: {option.Wanted}, which is not empty");

    private static (string Name, string? Text) Split(Verb verb, string word)
    {
        var equals = word.IndexOf('=');
        if (equals > 0)
            return (word[..equals], word[(equals + 1)..]);
        if (word.StartsWith('-'))
            return (word, null);
        var example = verb.Needs.FirstOrDefault() is { } first ? $", such as {first.Switch} {word}" : "";
        throw new UsageException($"'{word}' is no option of {verb.Name}: write --key value or key=value{example}");
    }

    // One dash takes a letter, two a name: otherwise -epochs would be read as something else than its writer meant.
    private static bool IsName(string written, Option option) =>
        !written.StartsWith('-')
        || written.StartsWith("--", StringComparison.Ordinal) == (written.Length != 2 || written[1] != option.Letter);

    // The value in the next word. After a flag only true or false are its value; a name that may stand alone takes no other option for one.
    private static string Following(Option option, IReadOnlyList<string> words, ref int i)
    {
        var next = i + 1 < words.Count ? words[i + 1] : null;
        var taken =
            next is not null
            && option switch
            {
                { IsFlag: true } => option.TryRead(next, out _),
                { Alone: not null } => !next.StartsWith('-') && !next.Contains('='),
                _ => !next.StartsWith("--", StringComparison.Ordinal),
            };
        if (taken)
            return words[++i];
        return option.Alone ?? throw new UsageException($"{option.Switch} needs a value: {option.Wanted}");
    }
}
