using System.Globalization;

namespace SpikeSharp.Cli.Options;

/// <summary>The kinds of option there are. Numbers are read the same in every locale and must be finite.</summary>
internal static class OptionKinds
{
    /// <summary>A switch: alone it means true.</summary>
    public static Option<bool> Flag(string name, OptionGroup group, bool fallback, string help) =>
        new(name, group, fallback, "", "true or false", help, ReadFlag) { Alone = "true" };

    /// <summary>A whole number within bounds, both allowed.</summary>
    public static Option<int> Whole(string name, OptionGroup group, int fallback, string help, int min = 0, int max = int.MaxValue) =>
        new(
            name,
            group,
            fallback,
            "N",
            Bounds("a whole number", min, max == int.MaxValue ? null : max),
            help,
            (string text, out int value) => ReadWhole(text, out value) && value >= min && value <= max
        );

    /// <summary>A whole number within bounds, or nothing.</summary>
    public static Option<int?> MaybeWhole(
        string name,
        OptionGroup group,
        string help,
        int min = 0,
        int max = int.MaxValue,
        char letter = '\0'
    ) => new(name, group, null, "N", Bounds("a whole number", min, max == int.MaxValue ? null : max), help, (string text, out int? value) =>
        {
            var good = ReadWhole(text, out var number) && number >= min && number <= max;
            value = number;
            return good;
        }) { Letter = letter };

    /// <summary>A number within bounds, both allowed.</summary>
    public static Option<double> Number(string name, OptionGroup group, double fallback, string help, double min = 0, double? max = null) =>
        new(name, group, fallback, "X", Bounds("a number", min, max), help, (string text, out double value) =>
            ReadNumber(text, out value) && value >= min && value <= (max ?? double.MaxValue)
        );

    /// <summary>A number within bounds, or nothing.</summary>
    public static Option<double?> MaybeNumber(string name, OptionGroup group, string help, double min = 0, double? max = null) =>
        new(name, group, null, "X", Bounds("a number", min, max), help, (string text, out double? value) =>
        {
            var good = ReadNumber(text, out var number) && number >= min && number <= (max ?? double.MaxValue);
            value = number;
            return good;
        });

    /// <summary>Any text that is not empty, or nothing.</summary>
    public static Option<string?> Text(string name, OptionGroup group, string placeholder, string help, char letter = '\0') =>
        new(name, group, null, placeholder, "text", help, (string text, out string? value) => (value = text).Length > 0)
        {
            Letter = letter,
        };

    /// <summary>One of a few words, in any case.</summary>
    public static Option<string> Choice(string name, OptionGroup group, string help, params string[] choices) =>
        new(
            name,
            group,
            choices[0],
            string.Join('|', choices),
            "one of " + string.Join(", ", choices),
            help,
            (string text, out string value) =>
            {
                var found = Array.Find(choices, choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase));
                value = found ?? "";
                return found is not null;
            }
        )
        {
            Bare = true,
        };

    /// <summary>One of a few words, in any case, or nothing.</summary>
    public static Option<string?> MaybeChoice(string name, OptionGroup group, string help, params string[] choices) =>
        new(name, group, null, string.Join('|', choices), "one of " + string.Join(", ", choices), help, (string text, out string? value) =>
            (value = Array.Find(choices, choice => choice.Equals(text, StringComparison.OrdinalIgnoreCase))) is not null
        )
        {
            Bare = true,
        };

    /// <summary>Whole numbers from 0, as 3, 0,2 or [0, 2]; or nothing.</summary>
    public static Option<int[]?> Wholes(string name, OptionGroup group, string help) =>
        new(name, group, null, "N,N", "whole numbers from 0, such as 0,2", help, (string text, out int[]? value) =>
            ReadList(text, ReadWhole, out value) && Array.TrueForAll(value, number => number >= 0)
        );

    /// <summary>
    /// The sides of a picture, as 512 for a square, or 512,1024, for height and width unless another form is told; or nothing.
    /// </summary>
    public static Option<int[]?> Sides(string name, OptionGroup group, string help, int min, int max, string form = "N|H,W") =>
        new(
            name,
            group,
            null,
            form,
            $"one or two whole numbers from {min} to {max}, such as 512 or 512,1024",
            help,
            (string text, out int[]? value) =>
                ReadList(text, ReadWhole, out value) && value.Length <= 2 && Array.TrueForAll(value, side => side >= min && side <= max)
        );

    /// <summary>Two numbers within bounds, the smaller first; or nothing.</summary>
    public static Option<double[]?> Range(string name, OptionGroup group, string help, double min, double max) =>
        new(
            name,
            group,
            null,
            "X,X",
            string.Create(CultureInfo.InvariantCulture, $"two numbers from {min} to {max}, the smaller first, such as 0.5,2"),
            help,
            (string text, out double[]? value) =>
                ReadList(text, ReadNumber, out value) && value is [var least, var most] && least >= min && least <= most && most <= max
        );

    private static bool ReadList<T>(string text, OptionReader<T> read, out T[] value)
    {
        var words = text.Trim('[', ']').Split(',', StringSplitOptions.TrimEntries);
        value = new T[words.Length];
        for (var i = 0; i < words.Length; i++)
            if (!read(words[i], out value[i]))
                return false;
        return true;
    }

    /// <summary>Some of a few words, in any case, as a,b or [a, b]; or nothing.</summary>
    public static Option<string[]?> Words(string name, OptionGroup group, string help, params string[] choices) =>
        new(
            name,
            group,
            null,
            "WORD,WORD",
            "some of " + string.Join(", ", choices),
            $"{help}: {string.Join(", ", choices)}",
            (string text, out string[]? value) =>
            {
                value =
                [
                    .. text.Trim('[', ']')
                        .Split(',', StringSplitOptions.TrimEntries)
                        .Select(word => Array.Find(choices, choice => choice.Equals(word, StringComparison.OrdinalIgnoreCase)))
                        .OfType<string>(),
                ];
                return value.Length == text.Count(c => c == ',') + 1;
            }
        );

    private static bool ReadFlag(string text, out bool value)
    {
        value = text.ToLowerInvariant() is "true" or "yes" or "on" or "1";
        return value || text.ToLowerInvariant() is "false" or "no" or "off" or "0";
    }

    private static bool ReadWhole(string text, out int value) =>
        int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value);

    private static bool ReadNumber(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && double.IsFinite(value);

    private static string Bounds(string what, double min, double? max) =>
        string.Create(CultureInfo.InvariantCulture, $"{what} from {min}")
        + (max is null ? "" : string.Create(CultureInfo.InvariantCulture, $" to {max}"));
}
