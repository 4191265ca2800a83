using static SpikeSharp.Cli.Options.OptionTable;

namespace SpikeSharp.Cli.Verbs;

/// <summary>`spikesharp predict`.</summary>
internal static class PredictVerb
{
    public static readonly Verb Verb = new("predict", "find objects in pictures and videos", VerbTable.NotYet,
        Needs: [Model, Source],
        Offers:
        [
            Cfg, VideoStride, Classes, Limit, TaskKind, .. Network, Batch, ImageSize, .. Computing, Rectangular, Confidence, Overlap, MaxDetections, AgnosticNms,
            ShowLabels, ShowConfidence, LineWidth, .. RunFolder, Save, SaveText, SaveConfidence, SaveCrops, SaveJson, Json,
        ])
    {
        Examples = ["spikesharp predict --model best.safetensors --source pictures/", "spikesharp predict model=best.safetensors source='frames/*.jpg' conf=0.4"],
    };
}
