using System.Globalization;
using SpikeSharp.Charts;

namespace SpikeSharp.Bench;

/// <summary>Time against density, from the table that bench/engine.sh writes.</summary>
internal static class DensityPlot
{
    private static readonly string[] Order = ["onnxruntime", "torch", "exact", "int8-spikes-only", "int8"];

    public static void Draw(string table, string picture)
    {
        var rows = File.ReadLines(table)
            .Skip(1)
            .Select(line => line.Split(','))
            .Where(row => row is ["s", "640", "1", ..])
            .Select(row => (Density: Number(row[4]), Engine: row[5], Seconds: Number(row[6])))
            .GroupBy(row => (row.Engine, row.Density))
            .Select(group => group.Last())
            .ToLookup(row => row.Engine);
        var series = Order.Select(engine =>
        {
            var points = rows[engine].OrderBy(row => row.Density).ToArray();
            return new LineSeries(engine, [.. points.Select(p => 100 * p.Density)], [.. points.Select(p => 1000 * p.Seconds)])
            {
                Markers = true,
            };
        });
        var panel = new LinePanel([.. series])
        {
            Title = "SpikeYOLO-s, 640x640, T=1, D=4, 2 cores",
            XLabel = "spikes that are not zero, %",
            YLabel = "ms an image",
            YRange = new(0, 800),
            Legend = LegendPlace.Right,
        };
        Figure.Render([panel], 1, 760, 420).Save(picture);
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
