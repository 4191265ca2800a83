using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp energy`.</summary>
internal static class EnergyVerb
{
    public static readonly Verb Verb = new("energy", "count operations and estimate energy, beside the ANN twin", VerbTable.NotYet,
        Needs: [Model, DataSet],
        Offers: [Cfg, Split, Limit, .. Network, Batch, ImageSize, .. Computing, Workers, Json])
    {
        Examples = ["spikesharp energy --model best.safetensors --data cells.yaml --json energy.json"],
    };
}
