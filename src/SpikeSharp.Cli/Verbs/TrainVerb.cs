using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp train`.</summary>
internal static class TrainVerb
{
    public static readonly Verb Verb = new("train", "train a spiking detector", VerbTable.NotYet,
        Needs: [DataSet],
        Offers:
        [
            Cfg, Fraction, SingleClass, Strict, AllowBad, Model, TaskKind, .. Network,
            Epochs, Time, Patience, Batch, ImageSize, .. Computing, Workers, Seed, Deterministic, Cache, Resume, Validate, Rectangular,
            .. Schedule, .. Augmenting, Confidence, Overlap, MaxDetections, Plots, .. RunFolder, Save, SavePeriod, Json,
        ])
    {
        Waiver = Resume,
        Examples = ["spikesharp train --data cells.yaml --model spikeyolo-p --imgsz 320", "spikesharp train --resume runs/detect/train2"],
    };
}
