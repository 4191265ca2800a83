using System.Globalization;
using System.Text.RegularExpressions;

namespace SpikeSharp.Onnx.Import;

/// <summary>What exporters write beside the graph as text. It is data of strangers: looked at by patterns, never evaluated.</summary>
internal static partial class ModelMetadata
{
    private const int MostClasses = 65536,
        MostText = 4 << 20;

    /// <summary>Class names under "names": {0: 'person', 1: 'bicycle'} as Ultralytics writes them, or ["person", "bicycle"] as we do. None
    /// where the text is something else.</summary>
    public static IReadOnlyList<string> ClassNames(IReadOnlyDictionary<string, string> metadata)
    {
        if (!metadata.TryGetValue("names", out var text) || text.Length > MostText)
            return [];
        var names = new List<string>();
        foreach (Match match in Entry.Matches(text))
        {
            // Out of order or with a gap it would name classes wrongly.
            if (
                match.Groups["key"] is { Success: true, Value: var key }
                && key != string.Create(CultureInfo.InvariantCulture, $"{names.Count}")
            )
                return [];
            if (names.Count == MostClasses)
                return [];
            names.Add(Escape().Replace(match.Groups["name"].Value, "$1"));
        }
        return names;
    }

    // Text of strangers: this engine takes a time that grows with the text alone, whatever stands in it.
    private static readonly Regex Entry = new(
        """(?:(?<key>\d+)\s*:\s*)?(?:'(?<name>(?:[^'\\]|\\.)*)'|"(?<name>(?:[^"\\]|\\.)*)")""",
        RegexOptions.NonBacktracking
    );

    [GeneratedRegex("""\\(.)""", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Escape();
}
