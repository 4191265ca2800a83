using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp forward`.</summary>
internal static class ForwardVerb
{
    public static readonly Verb Verb = new("forward", "run a network on a tensor and write the tensors that come out", VerbTable.NotYet,
        Needs: [Model, Tensors, OutputFile],
        Offers: [Cfg, Strict, .. Network, .. Computing, Json])
    {
        Examples = ["spikesharp forward --model best.safetensors --input image.safetensors --output result.safetensors"],
    };
}
