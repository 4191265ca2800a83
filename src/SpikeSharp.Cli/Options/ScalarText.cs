using System.Collections;
using System.Globalization;
using System.Text.RegularExpressions;

namespace SpikeSharp.Cli.Options;

/// <summary>Values as YAML scalars, the same in every locale.</summary>
internal static partial class ScalarText
{
    /// <summary>The text of a value: null, true, 0.01, text (quoted where YAML would read something else), [0, 1].</summary>
    public static string Of(object? value) =>
        value switch
        {
            null => "null",
            bool flag => flag ? "true" : "false",
            string text => Plain().IsMatch(text) && text is not ("null" or "true" or "false") ? text : Quote(text),
            IEnumerable list => $"[{string.Join(", ", list.Cast<object?>().Select(Of))}]",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => throw new ArgumentException($"a {value.GetType().Name} has no scalar form", nameof(value)),
        };

    private static string Quote(string text) => "'" + text.Replace("'", "''", StringComparison.Ordinal) + "'";

    // What no YAML reader takes for a number, a truth value or syntax.
    [GeneratedRegex(@"^[A-Za-z_./][A-Za-z0-9_./ -]*(?<! )$", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Plain();
}
