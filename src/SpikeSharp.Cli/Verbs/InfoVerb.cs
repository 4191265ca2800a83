using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp info`.</summary>
internal static class InfoVerb
{
    public static readonly Verb Verb = new("info", "describe a network: layers, shapes, parameters, operations", VerbTable.NotYet,
        Needs: [Model],
        Offers: [Cfg, .. Network, ImageSize, Json])
    {
        Examples = ["spikesharp info --model spikeyolo-s"],
    };
}
