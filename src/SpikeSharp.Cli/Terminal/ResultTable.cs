namespace SpikeSharp.Cli.Terminal;

/// <summary>Rows under headings; <see cref="Display.Table"/> draws it.</summary>
/// <param name="Columns">The headings.</param>
/// <param name="LeftAligned">How many columns, from the left, hold words; the others hold numbers.</param>
internal sealed record ResultTable(string[] Columns, int LeftAligned = 1)
{
    private readonly List<string[]> _rows = [];

    /// <summary>The rows so far.</summary>
    public IReadOnlyList<string[]> Rows => _rows;

    /// <summary>Adds a row, one cell a column.</summary>
    public void Add(params string[] cells)
    {
        if (cells.Length != Columns.Length)
            throw new ArgumentException($"{cells.Length} cells for {Columns.Length} columns", nameof(cells));
        _rows.Add(cells);
    }

    /// <summary>The table as plain text: columns padded with spaces, two between them, never wrapped.</summary>
    public IEnumerable<string> Lines()
    {
        var widths = Columns.Select((name, i) => _rows.Append(Columns).Max(row => row[i].Length)).ToArray();
        foreach (var row in _rows.Prepend(Columns))
            yield return string.Join("  ", row.Select((cell, i) => i < LeftAligned ? cell.PadRight(widths[i]) : cell.PadLeft(widths[i])))
                .TrimEnd();
    }
}
