using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp compile`.</summary>
internal static class CompileVerb
{
    public static readonly Verb Verb = new("compile", "make a spike-driven graph of a trained network", VerbTable.NotYet,
        Needs: [Model, OutputFile],
        Offers: [Cfg, .. Network, ImageSize, Json])
    {
        Examples = ["spikesharp compile --model best.safetensors -o net.spk.safetensors"],
    };
}
