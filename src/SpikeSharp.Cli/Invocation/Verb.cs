using SpikeSharp.Cli.Options;

namespace SpikeSharp.Cli.Invocation;

/// <summary>One command of spikesharp.</summary>
/// <param name="Name">The first word of the command line.</param>
/// <param name="Summary">What it does, one line.</param>
/// <param name="Run">Does it; throws when it cannot be done.</param>
/// <param name="Needs">Options it cannot do without.</param>
/// <param name="Offers">The other options it has.</param>
internal sealed record Verb(string Name, string Summary, Action<Arguments, Session> Run, Option<string?>[] Needs, Option[] Offers)
{
    /// <summary>All of its options; the general ones belong to every verb.</summary>
    public IReadOnlyList<Option> Options { get; } = [.. Needs, .. Offers, OptionTable.Verbose];

    /// <summary>The option that brings along all that the verb needs, so that nothing else must be given.</summary>
    public Option? Waiver { get; init; }

    /// <summary>Whether `--output` is a folder.</summary>
    public bool WritesFolder { get; init; }

    /// <summary>Command lines that show how it is used.</summary>
    public string[] Examples { get; init; } = [];

    /// <summary>The option of a name or of a letter; null when it has none such.</summary>
    public Option? Find(string name)
    {
        var plain = name.Replace('-', '_');
        return plain.Length == 1 && Options.FirstOrDefault(option => option.Letter == plain[0]) is { } lettered
            ? lettered
            : Options.FirstOrDefault(option => option.Name.Equals(plain, StringComparison.OrdinalIgnoreCase));
    }
}
