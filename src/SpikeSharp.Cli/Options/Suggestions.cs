namespace SpikeSharp.Cli.Options;

/// <summary>Which known words a mistyped one may have meant.</summary>
internal static class Suggestions
{
    /// <summary>Up to three known words near to the one typed, the nearest first.</summary>
    public static IReadOnlyList<string> For(string typed, IEnumerable<string> known) =>
        [
            .. known
                .Distinct()
                .Select(word => (word, distance: Near(typed.ToLowerInvariant(), word.ToLowerInvariant())))
                .Where(pair => pair.distance <= Math.Max(1, Math.Max(typed.Length, pair.word.Length) / 3))
                .OrderBy(pair => pair.distance)
                .ThenBy(pair => pair.word, StringComparer.Ordinal)
                .Take(3)
                .Select(pair => pair.word),
        ];

    // The beginning of a word is near to it, however much is missing.
    private static int Near(string typed, string word) =>
        typed.Length > 1 && word.StartsWith(typed, StringComparison.Ordinal)
            ? Math.Min(1, word.Length - typed.Length)
            : Distance(typed, word);

    /// <summary>Fewest insertions, deletions, replacements and swaps of neighbours that turn one word into the other.</summary>
    public static int Distance(string a, string b)
    {
        var (before, last, row) = (new int[b.Length + 1], new int[b.Length + 1], new int[b.Length + 1]);
        for (var j = 0; j <= b.Length; j++)
            last[j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                row[j] = Math.Min(Math.Min(row[j - 1], last[j]) + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1));
                if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                    row[j] = Math.Min(row[j], before[j - 2] + 1);
            }
            (before, last, row) = (last, row, before);
        }
        return last[b.Length];
    }
}
