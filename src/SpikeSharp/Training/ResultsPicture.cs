using SpikeSharp.Charts;
using SpikeSharp.Imaging;

namespace SpikeSharp.Training;

/// <summary><c>results.png</c>: losses, scores, learning rates and firing rate over the epochs.</summary>
internal static class ResultsPicture
{
    private const string Rates = "lr";

    // Fewer have no trend to show, and an axis of one or two epochs would count in halves.
    private const int FewEpochs = 5;

    /// <summary>Draws the table.</summary>
    /// <param name="table">A row an epoch.</param>
    /// <param name="task">The task's columns.</param>
    /// <param name="validated">Whether the run validates; without, the columns of the validation are empty.</param>
    public static Image Draw(ResultsTable table, TaskColumns task, bool validated)
    {
        // Two rows: the losses and half of the scores of training above those of validation and the other half.
        var half = task.Scores.Count / 2;
        string[] trained = [.. task.Losses.Select(c => $"train/{c.Name}")],
            scores = [.. task.Scores.Select(c => c.Name)];
        string[] charts = validated
            ? [.. trained, .. scores[..half], Rates, .. task.Losses.Select(c => $"val/{c.Name}"), .. scores[half..], "metrics/rate"]
            : [.. trained, Rates];
        return Figure.Render(
            [.. charts.Select((title, i) => Chart(table, title, legend: i == 0))],
            columns: validated ? charts.Length / 2 : charts.Length,
            panelWidth: 300,
            panelHeight: 260
        );
    }

    // A single series is shown with its trend; the two learning rates are told apart by name.
    private static LinePanel Chart(ResultsTable table, string title, bool legend)
    {
        var epochs = table["epoch"];
        LineSeries[] lines =
            title == Rates
                ? [Line("lr/pg1", "weights"), Line("lr/pg0", "biases") with { Dotted = true, Markers = false }]
                : [Line(title, "results")];
        // The trend of a constant differs from it by rounding alone, which must not decide the axis.
        var range = lines.All(line => line.Y.All(y => y == 0)) ? AxisRange.Unit : AxisRange.Around(lines.SelectMany(line => line.Y));
        if (title != Rates && epochs.Length >= FewEpochs)
            lines = [.. lines, lines[0].Smoothed("smooth")];
        return new LinePanel(lines)
        {
            Title = title,
            XRange = new(1, Math.Max(epochs[^1], FewEpochs)),
            YRange = range,
            Legend = lines.Length > 1 && (legend || title == Rates) ? LegendPlace.Inside : LegendPlace.None,
        };

        LineSeries Line(string column, string name) => new(name, epochs, table[column]) { Markers = epochs.Length <= 50 };
    }
}
