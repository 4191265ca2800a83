namespace SpikeSharp.Models.Fcn;

/// <summary>A size of the segmenter.</summary>
/// <param name="Name">Its letter.</param>
/// <param name="Widths">Channels at ½, ¼, ⅛ and 1/16 of the picture's sides.</param>
/// <param name="Decoder">Channels in which the levels are added up.</param>
public sealed record FcnVariant(string Name, IReadOnlyList<int> Widths, int Decoder)
{
    /// <summary>The sizes.</summary>
    public static IReadOnlyList<FcnVariant> All { get; } =
    [
        new("n", Widths: [16, 32, 64, 96], Decoder: 32),
        new("s", Widths: [32, 64, 128, 192], Decoder: 64),
        new("m", Widths: [48, 96, 192, 256], Decoder: 96),
    ];
}
