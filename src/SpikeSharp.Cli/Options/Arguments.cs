using SpikeSharp.Cli.Verbs;

namespace SpikeSharp.Cli.Options;

/// <summary>What a verb was called with: a value for each of its options, given or default.</summary>
internal sealed class Arguments(Verb verb)
{
    private readonly Dictionary<Option, object?> _given = [];

    /// <summary>The verb that was called.</summary>
    public Verb Verb { get; } = verb;

    /// <summary>The value of an option of this verb.</summary>
    public T Get<T>(Option<T> option) => _given.TryGetValue(Known(option), out var value) ? (T)value! : option.Default;

    /// <summary>The text of an option that the verb cannot do without.</summary>
    /// <exception cref="Failures.UsageException">It was not given.</exception>
    public string Require(Option<string?> option) => Get(option) ?? throw Failures.UsageException.Missing(Verb, option);

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
