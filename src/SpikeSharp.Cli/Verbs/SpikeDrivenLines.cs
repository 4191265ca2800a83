using SpikeSharp.Cli.Terminal;
using SpikeSharp.Graph.Verification;

namespace SpikeSharp.Cli.Verbs;

/// <summary>What the check found, in lines.</summary>
internal static class SpikeDrivenLines
{
    // Beyond so many nodes of a kind only their number is told.
    private const int MostNames = 3;

    /// <summary>Layers by what they see.</summary>
    public static string Layers(SpikeDrivenReport driven) =>
        $"{driven.SpikeLayers.Count} layers take spikes only, {driven.ImageLayers.Count} the image";

    /// <summary>Says what is left of real numbers: a line for each thing that is done, with the nodes that do it.</summary>
    public static void ShowRealOperations(SpikeDrivenReport driven, Display display)
    {
        if (driven.RealOperations.Count == 0)
            return;
        display.Line("real numbers are left where no spikes can be:");
        foreach (var group in driven.RealOperations.GroupBy(operation => operation.Work))
        {
            string[] nodes = [.. group.Select(operation => operation.Node)];
            var more = nodes.Length > MostNames ? $" and {nodes.Length - MostNames} more" : "";
            display.Line($"  {group.Key}: {string.Join(", ", nodes.Take(MostNames))}{more}");
        }
    }
}
