namespace SpikeSharp.Cli.Options;

/// <summary>One named setting: how it is written on the command line and in a file, what it means when it is not given.</summary>
internal abstract class Option(string name, OptionGroup group, string placeholder, string wanted, string help)
{
    /// <summary>The name as Ultralytics writes it, with underscores.</summary>
    public string Name { get; } = name;

    /// <summary>The name as the command line shows it.</summary>
    public string Switch => "--" + Name.Replace('_', '-');

    /// <summary>Under which heading the help page lists it.</summary>
    public OptionGroup Group { get; } = group;

    /// <summary>What stands for the value in the help page; empty for a flag.</summary>
    public string Placeholder { get; } = placeholder;

    /// <summary>What a value must be, as in "a whole number from 1".</summary>
    public string Wanted { get; } = wanted;

    /// <summary>What it is for, one line.</summary>
    public string Help { get; } = help;

    /// <summary>A letter that may stand for the name, as in -o; '\0' without one.</summary>
    public char Letter { get; init; }

    /// <summary>The value meant when the name stands alone (true for flags); null when a value must follow.</summary>
    public string? Alone { get; init; }

    /// <summary>True when only true or false may follow the name, so that any other word after it is a word of its own.</summary>
    public bool IsFlag => Placeholder.Length == 0;

    /// <summary>The value when it is not given, as a file would hold it.</summary>
    public abstract string DefaultText { get; }

    /// <summary>Reads a value.</summary>
    /// <returns>False when the text is not what is <see cref="Wanted"/>.</returns>
    public abstract bool TryRead(string text, out object? value);

    /// <summary>A value as YAML text that <see cref="TryRead"/> reads back.</summary>
    public abstract string Write(object? value);
}
