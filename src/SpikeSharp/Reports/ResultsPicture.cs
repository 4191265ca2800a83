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
        LineSeries Line(string column, string name) => new(name, epochs, table[column]) { Markers = epochs.Length <= 50 };
        var line = Line(title == Rates ? "lr/pg1" : title, title == Rates ? "weights" : "results");
        return new LinePanel([line, title == Rates ? Line("lr/pg0", "biases") : line.Smoothed("smooth")])
        {
            Title = title, Legend = legend || title == Rates ? LegendPlace.Inside : LegendPlace.None,
        };
    }
}
