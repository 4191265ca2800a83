using System.Globalization;
using SpikeSharp.Charts;

namespace SpikeSharp.Bench;

/// <summary>
/// Time of a converted network against its spikes, beside the dense way, from the table that bench/convert-race.sh writes.
/// </summary>
internal static class RacePlot
{
    public static void Draw(string table, string picture)
    {
        var rows = File.ReadLines(table)
            .Skip(1)
            .Select(line => line.Split(','))
            .Select(row =>
                (
                    Neuron: row[0],
                    T: (int)Number(row[1]),
                    Factor: Number(row[2]),
                    Spikes: Number(row[3]) / 1e6,
                    Exact: Number(row[4]),
                    Int8: Number(row[5]),
                    Torch: Number(row[6])
                )
            )
            .ToArray();
        var steps = rows.Where(row => row.Factor == 1 && row.Neuron == "burst").OrderBy(row => row.T).ToArray();
        var scales = rows.Where(row => row.T == 32 && row.Neuron == "burst").OrderBy(row => row.Spikes).ToArray();
        LineSeries Line<TRow>(string name, TRow[] points, Func<TRow, double> x, Func<TRow, double> y) =>
            new(name, [.. points.Select(x)], [.. points.Select(y)]) { Markers = true };
        Figure
            .Render(
                [
                    new LinePanel([
                        Line("PyTorch, dense", steps, r => r.T, r => r.Torch),
                        Line("exact", steps, r => r.T, r => r.Exact),
                        Line("int8", steps, r => r.T, r => r.Int8),
                    ])
                    {
                        Title = "YOLOv8-n, 320x320, converted",
                        XLabel = "time steps T",
                        YLabel = "s an image",
                    },
                    new LinePanel([
                        Line("PyTorch, dense", scales, r => r.Spikes, r => r.Torch),
                        Line("exact", scales, r => r.Spikes, r => r.Exact),
                        Line("int8", scales, r => r.Spikes, r => r.Int8),
                    ])
                    {
                        Title = "T = 32, scales from small to large",
                        XLabel = "million spikes an image",
                        YLabel = "s an image",
                    },
                ],
                columns: 2
            )
            .Save(picture);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
