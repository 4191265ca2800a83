using SpikeSharp.Charts;
using SpikeSharp.Imaging;
using SpikeSharp.Metrics;

namespace SpikeSharp.Reports;

/// <summary>
/// Which class was taken for which: <c>confusion_matrix.png</c> in objects, <c>confusion_matrix_normalized.png</c> in shares.
/// </summary>
public static class ConfusionPictures
{
    private static readonly string[] Background = ["background"];

    /// <summary>Draws both pictures.</summary>
    /// <param name="pictures">Takes them.</param>
    /// <param name="confusion">The counts.</param>
    /// <param name="names">Class names, by class.</param>
    public static void Save(PictureFolder pictures, ConfusionMatrix confusion, IReadOnlyList<string> names)
    {
        var size = confusion.Classes + 1;
        pictures.Add("confusion_matrix.png", () =>
        {
            var counts = new double[size, size];
            for (var i = 0; i < size; i++)
            {
                for (var j = 0; j < size; j++)
                    counts[i, j] = confusion[i, j];
            }
            return Draw(counts, names, "Confusion matrix", "0", null, Background);
        });
        pictures.Add("confusion_matrix_normalized.png", () =>
            Draw(confusion.Normalized(), names, "Confusion matrix, shares of the actual objects", "0.00", 1, Background)
        );
    }

    /// <summary>Draws both pictures of counts without a background.</summary>
    /// <param name="pictures">Takes them.</param>
    /// <param name="confusion">Counts by [actual, predicted].</param>
    /// <param name="names">Class names, by class.</param>
    /// <param name="what">What is counted, in plural.</param>
    public static void Save(PictureFolder pictures, long[,] confusion, IReadOnlyList<string> names, string what)
    {
        var (counts, shares) = (new double[names.Count, names.Count], new double[names.Count, names.Count]);
        // Numbers of more than five digits do not fit the cells.
        var most = confusion.Cast<long>().Max();
        var (unit, of) =
            most < 100_000 ? (1, "")
            : most < 100_000_000 ? (1_000, "thousand ")
            : (1_000_000, "million ");
        for (var actual = 0; actual < names.Count; actual++)
        {
            var all = Enumerable.Range(0, names.Count).Sum(k => confusion[actual, k]);
            for (var predicted = 0; predicted < names.Count; predicted++)
                (counts[predicted, actual], shares[predicted, actual]) = (
                    (double)confusion[actual, predicted] / unit,
                    all == 0 ? 0 : (double)confusion[actual, predicted] / all
                );
        }
        pictures.Add("confusion_matrix.png", () => Draw(counts, names, $"Confusion matrix, {of}{what}", "0", null, []));
        pictures.Add("confusion_matrix_normalized.png", () =>
            Draw(shares, names, $"Confusion matrix, shares of the actual {what}", "0.00", 1, [])
        );
    }

    private static Image Draw(double[,] values, IReadOnlyList<string> names, string title, string format, double? largest, string[] more)
    {
        string[] all = [.. names, .. more];
        var side = Math.Clamp(44 * all.Length + 300, 720, 1600);
        var panel = new HeatMapPanel(values, all, all)
        {
            Title = title,
            XLabel = "Actual",
            YLabel = "Predicted",
            NumberFormat = format,
            Largest = largest,
        };
        return Figure.Render([panel], columns: 1, panelWidth: side + 100, panelHeight: side);
    }
}
