using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp demo`.</summary>
internal static class DemoVerb
{
    public static readonly Verb Verb = new("demo", "make a data set, train, measure, compile, prove, and show it all on one page", VerbTable.NotYet,
        Needs: [],
        Offers: [OutputFile, Epochs, Seed, .. Computing, Json])
    {
        Examples = ["spikesharp demo"],
    };
}
