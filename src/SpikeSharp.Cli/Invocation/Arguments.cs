using SpikeSharp.Cli.Failures;
using SpikeSharp.Cli.Options;

namespace SpikeSharp.Cli.Invocation;

/// <summary>What a verb was called with: a value for each of its options, given or default.</summary>
/// <param name="verb">The verb.</param>
/// <param name="verbs">All verbs, among which an unknown option is looked for.</param>
internal sealed class Arguments(Verb verb, IReadOnlyList<Verb> verbs)
{
    private readonly Dictionary<Option, object?> _given = [];

    /// <summary>The verb that was called.</summary>
    public Verb Verb { get; } = verb;

    /// <summary>All verbs.</summary>
    public IReadOnlyList<Verb> Verbs { get; } = verbs;

    /// <summary>The value of an option of this verb.</summary>
    public T Get<T>(Option<T> option) => _given.TryGetValue(Known(option), out var value) ? (T)value! : option.Default;

    /// <summary>The text of an option that the verb cannot do without.</summary>
    /// <exception cref="UsageException">It was not given.</exception>
    public string Require(Option<string?> option) =>
        Get(option) ?? throw new UsageException($"{Verb.Name} needs {option.Switch} {option.Placeholder}: {option.Help}");

    /// <summary>True when the command line or its file named the option, whatever the value.</summary>
    public bool IsGiven(Option option) => _given.ContainsKey(Known(option));

    /// <summary>Every option that says what to do, with its value as YAML text, in the verb's order.</summary>
    public IEnumerable<(string Name, string Value)> All =>
        from option in Verb.Options
        where option != OptionTable.Cfg && option != OptionTable.Verbose
        select (option.Name, _given.TryGetValue(option, out var value) ? option.Write(value) : option.DefaultText);

    internal void Set(Option option, object? value) => _given[option] = value;

    // A verb that reads an option it does not offer is a mistake in the table, not of the user.
    private Option Known(Option option) =>
        Verb.Options.Contains(option) ? option : throw new InvalidOperationException($"{Verb.Name} has no option {option.Switch}");
}
