using System.Globalization;

namespace SpikeSharp.Imaging.Charts;

/// <summary>A table of numbers with colours: the confusion matrix.</summary>
/// <param name="Values">[rows, columns], not negative; NaN leaves a cell empty.</param>
/// <param name="Rows">A name a row, from the top.</param>
/// <param name="Columns">A name a column, from the left.</param>
public sealed record HeatMapPanel(double[,] Values, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns) : Panel
{
    private const double BarWidth = 14, BarRoom = 70;

    /// <summary>The format of the numbers in the cells; they are left out where cells are too small for them.</summary>
    public string NumberFormat { get; init; } = "0.##";

    /// <summary>The number with the darkest colour; null takes the largest.</summary>
    public double? Largest { get; init; }

    internal override void Draw(Surface surface, Area area)
    {
        var (rows, columns) = (Values.GetLength(0), Values.GetLength(1));
        if (rows != Rows.Count || columns != Columns.Count)
            throw new ArgumentException($"a {rows}x{columns} table has {Rows.Count} row names and {Columns.Count} column names");
        var largest = Largest ?? Values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (!(largest > 0))
            largest = 1;
        var plot = PlotArea(area);
        var (width, height) = (plot.Width / columns, plot.Height / rows);
        var size = Math.Min(Axes.TextSize + 1, height * 0.4);
        for (var i = 0; i < rows; i++)
            for (var j = 0; j < columns; j++)
                if (!double.IsNaN(Values[i, j]))
                {
                    var (x, y) = (plot.Left + j * width, plot.Top + i * height);
                    DrawCell(surface, new(x, y, x + width, y + height), Values[i, j], Values[i, j] / largest, size);
                }
        DrawNames(surface, plot, width, height);
        surface.Rectangle(plot, Rgb.Grey(120));
        DrawBar(surface, plot, largest);
        surface.Text(Title, (plot.Left + plot.Right) / 2, area.Top + 20, Axes.TitleSize + 1, Rgb.Grey(20), alignX: 0.5, bold: true);
        surface.Text(XLabel, (plot.Left + plot.Right) / 2, area.Bottom - 14, Axes.TextSize + 1, Rgb.Grey(40), alignX: 0.5);
        surface.TextUpwards(YLabel, area.Left + 14, (plot.Top + plot.Bottom) / 2, Axes.TextSize + 1, Rgb.Grey(40));
    }

    private Area PlotArea(Area area)
    {
        var left = Math.Min(Longest(Rows) + 14, area.Width / 4) + (YLabel.Length > 0 ? 24 : 0);
        var bottom = (NamesUpright(area.Width - left - BarRoom) ? Math.Min(Longest(Columns) + 14, area.Height / 4) : 22)
            + (XLabel.Length > 0 ? 24 : 0);
        return area.Shrink(left, Title.Length > 0 ? 38 : 12, BarRoom, bottom);
    }

    private bool NamesUpright(double width) => Longest(Columns) + 8 > width / Columns.Count;

    private static double Longest(IReadOnlyList<string> names) =>
        names.Select(name => Surface.TextWidth(name, Axes.TextSize)).DefaultIfEmpty(0).Max();

    private void DrawCell(Surface surface, Area cell, double value, double share, double size)
    {
        var colour = Ramp.Colour(share);
        surface.Fill(cell, colour);
        var text = value.ToString(NumberFormat, CultureInfo.InvariantCulture);
        if (value != 0 && size >= 5 && Surface.TextWidth(text, size) < cell.Width - 2)
            surface.Text(text, (cell.Left + cell.Right) / 2, (cell.Top + cell.Bottom) / 2, size, colour.TextColour(), alignX: 0.5);
    }

    private void DrawNames(Surface surface, Area plot, double width, double height)
    {
        // Names that would run into each other are left out.
        var everyRow = Math.Max(1, (int)Math.Ceiling((Axes.TextSize + 4) / height));
        for (var i = 0; i < Rows.Count; i += everyRow)
            surface.Text(Rows[i], plot.Left - 7, plot.Top + (i + 0.5) * height, Axes.TextSize, Rgb.Grey(40), alignX: 1);
        var upright = NamesUpright(plot.Width);
        var everyColumn = upright ? Math.Max(1, (int)Math.Ceiling((Axes.TextSize + 4) / width)) : 1;
        for (var j = 0; j < Columns.Count; j += everyColumn)
        {
            var x = plot.Left + (j + 0.5) * width;
            if (upright)
                surface.TextUpwards(Columns[j], x, plot.Bottom + 7, Axes.TextSize, Rgb.Grey(40), alignY: 0);
            else
                surface.Text(Columns[j], x, plot.Bottom + 14, Axes.TextSize, Rgb.Grey(40), alignX: 0.5);
        }
    }

    /// <summary>What the colours mean.</summary>
    private static void DrawBar(Surface surface, Area plot, double largest)
    {
        var bar = new Area(plot.Right + 14, plot.Top, plot.Right + 14 + BarWidth, plot.Bottom);
        for (var y = 0; y < bar.Height; y++)
            surface.Fill(new(bar.Left, bar.Top + y, bar.Right, Math.Min(bar.Top + y + 1, bar.Bottom)), Ramp.Colour(1 - y / bar.Height));
        surface.Rectangle(bar, Rgb.Grey(120));
        var ticks = new Ticks(0, largest, 5);
        foreach (var value in ticks.Values)
            surface.Text(ticks.Label(value), bar.Right + 6, bar.Bottom - value / largest * bar.Height, Axes.TextSize, Rgb.Grey(40));
    }
}
