using System.Globalization;
using ScottPlot;

namespace SpikeSharp.Charts;

/// <summary>A table of numbers with colours: the confusion matrix.</summary>
/// <param name="Values">[rows, columns], not negative; NaN leaves a cell empty.</param>
/// <param name="Rows">A name a row, from the top.</param>
/// <param name="Columns">A name a column, from the left.</param>
public sealed record HeatMapPanel(double[,] Values, IReadOnlyList<string> Rows, IReadOnlyList<string> Columns) : Panel
{
    /// <summary>The format of the numbers in the cells; they are left out where cells are too small for them.</summary>
    public string NumberFormat { get; init; } = "0.##";

    /// <summary>The number with the darkest colour; null takes the largest.</summary>
    public double? Largest { get; init; }

    private protected override void Fill(Plot plot, double width, double height)
    {
        var (rows, columns) = (Values.GetLength(0), Values.GetLength(1));
        if (rows != Rows.Count || columns != Columns.Count)
            throw new ArgumentException($"a {rows}x{columns} table has {Rows.Count} row names and {Columns.Count} column names");
        var largest = Largest ?? Values.Cast<double>().Where(double.IsFinite).DefaultIfEmpty(0).Max();
        if (!(largest > 0))
            largest = 1;
        var map = plot.Add.Heatmap(Values);
        map.Colormap = Shades.Map;
        map.ManualRange = new(0, largest);
        plot.Add.ColorBar(map);
        var (across, down) = ((width - Longest(Rows) - 150) / columns, (height - 100) / rows);
        Name(plot.Axes.Bottom, Columns, i => i, across, upright: Longest(Columns) + 6 > across);
        Name(plot.Axes.Left, Rows, i => rows - 1 - i, down, upright: false);
        WriteNumbers(plot, largest, across, down);
        plot.HideGrid();
        plot.Axes.SetLimits(-0.5, columns - 0.5, -0.5, rows - 0.5);
    }

    private void WriteNumbers(Plot plot, double largest, double across, double down)
    {
        var size = (float)Math.Min(TextSize + 1, down * 0.5);
        if (size < 6)
            return;
        var rows = Values.GetLength(0);
        for (var i = 0; i < rows; i++)
        for (var j = 0; j < Values.GetLength(1); j++)
        {
            var number = Values[i, j].ToString(NumberFormat, CultureInfo.InvariantCulture);
            if (Values[i, j] is 0 or double.NaN || Letters.Width(number, size) > across - 4)
                continue;
            var text = plot.Add.Text(number, j, rows - 1 - i);
            text.LabelFontSize = size;
            text.LabelAlignment = Alignment.MiddleCenter;
            text.LabelFontColor = Values[i, j] > largest / 2 ? Colors.White : Colors.Black;
        }
    }
}
