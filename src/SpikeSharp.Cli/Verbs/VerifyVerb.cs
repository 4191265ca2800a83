using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp verify`.</summary>
internal static class VerifyVerb
{
    public static readonly Verb Verb = new("verify", "prove that integer spikes and binary time steps give the same network", VerbTable.NotYet,
        Needs: [Model, DataSet],
        Offers: [Cfg, Split, Limit, ImageSize, Workers, Json])
    {
        Examples = ["spikesharp verify --model net.spk.safetensors --data cells.yaml --limit 2"],
    };
}
