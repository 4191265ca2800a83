using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp val`.</summary>
internal static class ValVerb
{
    public static readonly Verb Verb = new("val", "measure a network on a data set: AP, precision, recall, time", VerbTable.NotYet,
        Needs: [Model, DataSet],
        Offers:
        [
            Cfg, Split, Limit, SingleClass, Classes, Strict, AllowBad, TaskKind, .. Network, Batch, ImageSize, .. Computing, Workers, Cache, Rectangular,
            Confidence, Overlap, MaxDetections, AgnosticNms, MinMap, Plots, .. RunFolder, SaveJson, SaveText, SaveConfidence, Json,
        ])
    {
        Examples = ["spikesharp val --model best.safetensors --data cells.yaml --split test --json result.json"],
    };
}
