using System.Globalization;
using SpikeSharp.Cli.Terminal;
using SpikeSharp.Engine;
using SpikeSharp.Engine.Kernels;

namespace SpikeSharp.Cli.Bench;

/// <summary>What each layer costs, the dearest first.</summary>
internal static class LayerTable
{
    /// <param name="layers">As measured.</param>
    /// <param name="peak">What the machine could do at most.</param>
    public static ResultTable Of(IReadOnlyList<LayerProfile> layers, PeakThroughput peak)
    {
        var total = layers.Sum(layer => layer.Seconds);
        var table = new ResultTable(
            ["layer", "kernel", "density", "G MAC", "done", "ms", "share", "G MAC/s", "of ceiling"],
            LeftAligned: 2
        );
        foreach (var layer in layers.OrderByDescending(layer => layer.Seconds))
        {
            var counts = layer.Macs > 0;
            table.Add(
                layer.Node,
                layer.Kernel,
                double.IsNaN(layer.Density) ? "" : Text(layer.Density, "F3"),
                counts ? Text(layer.Macs / 1e9, "F3") : "",
                counts ? Percent((double)layer.Visited / layer.Macs) : "",
                Text(layer.Seconds * 1e3, "F3"),
                Percent(layer.Seconds / total),
                counts ? Text(layer.Macs / 1e9 / layer.Seconds, "F0") : "",
                counts && Share(layer, peak) is var share && !double.IsNaN(share) ? Percent(share) : ""
            );
        }
        return table;
    }

    /// <summary>Multiply-adds done a second as a share of what the machine can do; NaN where no peak is known.</summary>
    public static double Share(LayerProfile layer, PeakThroughput peak) => layer.Visited / layer.Seconds / peak.Of(layer.Arithmetic);

    private static string Percent(double share) => Text(100 * share, "F1") + " %";

    private static string Text(double number, string format) => number.ToString(format, CultureInfo.InvariantCulture);
}
