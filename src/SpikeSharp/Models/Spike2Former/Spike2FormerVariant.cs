namespace SpikeSharp.Models.Spike2Former;

/// <summary>A size of Spike2Former (docs/spec/spike2former.md 2.2 and 8).</summary>
/// <param name="Name">Its name.</param>
/// <param name="Widths">Channels c1…c4 of the backbone.</param>
/// <param name="Channels">C, of both decoders.</param>
/// <param name="Heads">Attention heads of the transformer decoder.</param>
/// <param name="Groups">Groups of the deformable attention.</param>
/// <param name="Queries">Q, at least the number of classes in one picture.</param>
/// <param name="EncoderLayers">Deformable encoder layers.</param>
/// <param name="EncoderHidden">Channels inside their feed-forward part.</param>
/// <param name="DecoderLayers">Transformer decoder layers.</param>
/// <param name="DecoderHidden">Channels inside their feed-forward part.</param>
/// <param name="BackboneHeads">Attention heads of the backbone.</param>
public sealed record Spike2FormerVariant(
    string Name,
    IReadOnlyList<int> Widths,
    int Channels,
    int Heads,
    int Groups,
    int Queries,
    int EncoderLayers,
    int EncoderHidden,
    int DecoderLayers,
    int DecoderHidden,
    int BackboneHeads = 8
)
{
    /// <summary>The sizes.</summary>
    public static IReadOnlyList<Spike2FormerVariant> All { get; } =
    [
        new(
            "nano",
            [16, 32, 64, 96],
            Channels: 64,
            Heads: 4,
            Groups: 8,
            Queries: 24,
            EncoderLayers: 2,
            EncoderHidden: 128,
            DecoderLayers: 3,
            DecoderHidden: 256
        ),
        new(
            "micro",
            [24, 48, 96, 128],
            Channels: 64,
            Heads: 4,
            Groups: 8,
            Queries: 32,
            EncoderLayers: 2,
            EncoderHidden: 128,
            DecoderLayers: 3,
            DecoderHidden: 256
        ),
        new(
            "tiny",
            [32, 64, 128, 192],
            Channels: 128,
            Heads: 8,
            Groups: 16,
            Queries: 50,
            EncoderLayers: 3,
            EncoderHidden: 256,
            DecoderLayers: 6,
            DecoderHidden: 512
        ),
        new(
            "standard",
            [64, 128, 256, 360],
            Channels: 256,
            Heads: 8,
            Groups: 32,
            Queries: 100,
            EncoderLayers: 6,
            EncoderHidden: 1024,
            DecoderLayers: 6,
            DecoderHidden: 2048
        ),
    ];
}
