namespace SpikeSharp.Cli.Options;

/// <summary>An option whose value is a <typeparamref name="T"/>.</summary>
internal sealed class Option<T>(
    string name,
    OptionGroup group,
    T fallback,
    string placeholder,
    string wanted,
    string help,
    OptionReader<T> read
) : Option(name, group, placeholder, wanted, help)
{
    /// <summary>The value when it is not given.</summary>
    public T Default { get; } = fallback;

    /// <summary>True when the text goes into a file without quotes: words that Ultralytics writes so, such as `cache: false`.</summary>
    public bool Bare { get; init; }

    public override string DefaultText => Write(Default);

    public override bool TryRead(string text, out object? value)
    {
        // Where nothing is the default, Ultralytics' way of writing nothing is understood.
        if (Default is null && text is "" or "None" or "none" or "null" or "~")
        {
            value = null;
            return true;
        }
        var good = read(text, out var typed);
        value = typed;
        return good;
    }

    public override string Write(object? value) => Bare && value is string text ? text : ScalarText.Of(value);
}
