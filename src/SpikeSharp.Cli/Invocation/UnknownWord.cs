using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Options;

namespace SpikeSharp.Cli.Invocation;

/// <summary>Sentences about words that no verb or option has, with what is most like them.</summary>
internal static class UnknownWord
{
    public static UsageException Verb(string typed, IReadOnlyList<Verb> verbs) =>
        new($"'{typed}' is no command{Nearest(typed, verbs.Select(verb => verb.Name), "spikesharp --help lists them")}");

    public static UsageException Option(Verb verb, string written, IReadOnlyList<Verb> verbs)
    {
        var name = written.TrimStart('-').Replace('-', '_');
        if (verb.Find(name) is { } meant)
            return new($"{written} must be written {meant.Switch}");
        if (UltralyticsKey.Find(name) is not null)
            return new($"{written} is an option of Ultralytics that SpikeSharp does not have");
        var elsewhere = verbs.Where(other => other.Find(name) is not null).Select(other => other.Name).ToArray();
        if (elsewhere.Length > 0)
            return new($"{written} is no option of {verb.Name}, only of {string.Join(", ", elsewhere)}");
        // Compared without the dashes, which would make every option a little like every other.
        var known = verb.Options.ToDictionary(option => option.Name, option => option.Switch);
        var near = Suggestions.For(name, known.Keys).Select(key => known[key]);
        return new($"{written} is no option of {verb.Name}{Sentence(near, $"spikesharp {verb.Name} --help lists them")}");
    }

    public static UsageException Key(string called, string key, IReadOnlyList<Verb> verbs) =>
        new(
            $"{called} is no option"
                + Nearest(key, verbs.SelectMany(verb => verb.Options).Select(option => option.Name), "spikesharp train --help lists them")
        );

    private static string Nearest(string typed, IEnumerable<string> known, string otherwise) =>
        Sentence(Suggestions.For(typed, known), otherwise);

    private static string Sentence(IEnumerable<string> near, string otherwise) =>
        near.ToArray() is { Length: > 0 } words ? $"; did you mean {string.Join(" or ", words)}?" : $"; {otherwise}";
}
