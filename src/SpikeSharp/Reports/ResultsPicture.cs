using SpikeSharp.Imaging;
using SpikeSharp.Imaging.Charts;

namespace SpikeSharp.Reports;

/// <summary><c>results.png</c>: losses, scores, learning rates and firing rate over the epochs.</summary>
internal static class ResultsPicture
{
    private const string Rates = "lr";

    private static readonly string[] Trained = ["train/box_loss", "train/cls_loss", "train/dfl_loss", Rates];

    private static readonly string[] Validated =
    [
        "train/box_loss", "train/cls_loss", "train/dfl_loss", "metrics/precision(B)", "metrics/recall(B)", Rates,
        "val/box_loss", "val/cls_loss", "val/dfl_loss", "metrics/mAP50(B)", "metrics/mAP50-95(B)", "metrics/rate",
    ];

    // Fewer have no trend to show, and an axis of one or two epochs would count in halves.
    private const int FewEpochs = 5;

    /// <summary>Draws the table.</summary>
    /// <param name="table">A row an epoch.</param>
    /// <param name="validated">Whether the run validates; without, the columns of the validation are empty.</param>
    public static Image Draw(ResultsTable table, bool validated)
    {
        var charts = validated ? Validated : Trained;
        return Figure.Render([.. charts.Select((title, i) => Chart(table, title, legend: i == 0))], columns: validated ? 6 : 4, panelWidth: 300, panelHeight: 260);
    }

    // A single series is shown with its trend; the two learning rates are told apart by name.
    private static LinePanel Chart(ResultsTable table, string title, bool legend)
    {
        var epochs = table["epoch"];
        LineSeries[] lines = title == Rates
            ? [Line("lr/pg1", "weights"), Line("lr/pg0", "biases") with { Dotted = true, Markers = false }]
            : [Line(title, "results")];
        // The trend of a constant differs from it by rounding alone, which must not decide the axis.
        var range = lines.All(line => line.Y.All(y => y == 0)) ? AxisRange.Unit : AxisRange.Around(lines.SelectMany(line => line.Y));
        if (title != Rates && epochs.Length >= FewEpochs) lines = [.. lines, lines[0].Smoothed("smooth")];
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
