using SpikeSharp.Cli.Options;
using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli.Failures;

/// <summary>The command line, or an options file, asks for what does not exist or cannot be.</summary>
internal sealed class UsageException(string message) : Exception(message)
{
    public static UsageException UnknownVerb(string typed) =>
        new($"'{typed}' is no command{Nearest(typed, VerbTable.All.Select(verb => verb.Name), "spikesharp --help lists them")}");

    public static UsageException UnknownOption(Verb verb, string written)
    {
        var name = written.TrimStart('-').Replace('-', '_');
        if (verb.Find(name) is { } meant)
            return new($"{written} must be written {meant.Switch}");
        if (UltralyticsKey.Find(name) is not null)
            return new($"{written} is an option of Ultralytics that SpikeSharp does not have");
        var elsewhere = VerbTable.All.Where(other => other.Find(name) is not null).Select(other => other.Name).ToArray();
        if (elsewhere.Length > 0)
            return new($"{written} is no option of {verb.Name}, only of {string.Join(", ", elsewhere)}");
        // Compared without the dashes, which would make every option a little like every other.
        var known = verb.Options.ToDictionary(option => option.Name, option => option.Switch);
        var near = Suggestions.For(name, known.Keys).Select(key => known[key]);
        return new($"{written} is no option of {verb.Name}{Sentence(near, $"spikesharp {verb.Name} --help lists them")}");
    }

    public static UsageException UnknownKey(string called, string key) =>
        new(
            $"{called} is no option"
                + Nearest(
                    key,
                    VerbTable.All.SelectMany(verb => verb.Options).Select(option => option.Name),
                    "spikesharp train --help lists them"
                )
        );

    public static UsageException Missing(Verb verb, Option option) =>
        new($"{verb.Name} needs {option.Switch} {option.Placeholder}: {option.Help}");

    private static string Nearest(string typed, IEnumerable<string> known, string otherwise) =>
        Sentence(Suggestions.For(typed, known), otherwise);

    private static string Sentence(IEnumerable<string> near, string otherwise) =>
        near.ToArray() is { Length: > 0 } words ? $"; did you mean {string.Join(" or ", words)}?" : $"; {otherwise}";
}
