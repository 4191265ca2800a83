using System.Globalization;

namespace SpikeSharp.Data.Yaml;

/// <summary>A single value; its text is kept as written, so that a class may be called <c>no</c>.</summary>
public sealed class YamlScalar : YamlNode
{
    internal YamlScalar(string file, int line, string text, bool plain)
        : base(file, line) => (Text, IsPlain) = (text, plain);

    /// <summary>The text, unquoted and unescaped.</summary>
    public string Text { get; }

    /// <summary>True when it was written without quotes, so that it may stand for a number, a truth value or nothing.</summary>
    public bool IsPlain { get; }

    /// <summary>True for an empty value, <c>~</c> or <c>null</c>.</summary>
    public bool IsNull => IsPlain && Text is "" or "~" or "null" or "Null" or "NULL";

    internal override string Kind => IsNull ? "nothing" : $"'{Shorten(Text)}'";

    /// <summary>The value as a whole number.</summary>
    /// <param name="what">What it stands for, for the message.</param>
    /// <exception cref="DataException">It is not a whole number of 32 bits.</exception>
    public int AsInt(string what) =>
        int.TryParse(Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            ? value
            : throw Error($"{what} must be a whole number, found {Kind}");

    /// <summary>The value as a finite number.</summary>
    /// <param name="what">What it stands for, for the message.</param>
    /// <exception cref="DataException">It is not a number, or not finite.</exception>
    public double AsDouble(string what) =>
        double.TryParse(Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && double.IsFinite(value)
            ? value
            : throw Error($"{what} must be a finite number, found {Kind}");

    /// <summary>The value as true or false, in the spellings of YAML 1.1 (true, yes, on; false, no, off).</summary>
    /// <param name="what">What it stands for, for the message.</param>
    /// <exception cref="DataException">It is none of them.</exception>
    public bool AsBool(string what) =>
        Text.ToLowerInvariant() switch
        {
            "true" or "yes" or "on" => true,
            "false" or "no" or "off" => false,
            _ => throw Error($"{what} must be true or false, found {Kind}"),
        };

    private static string Shorten(string text) => text.Length <= 40 ? text : string.Concat(text.AsSpan(0, 40), "…");
}
