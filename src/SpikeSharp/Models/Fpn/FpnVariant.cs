using SpikeSharp.Models.Spike2Former;

namespace SpikeSharp.Models.Fpn;

/// <summary>A size of the feature pyramid on Meta-SpikeFormer.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Widths">Channels c1…c4 of the backbone.</param>
/// <param name="Channels">Channels of the pyramid, even; half as many go on to the classes.</param>
/// <param name="BackboneHeads">Attention heads of the backbone.</param>
public sealed record FpnVariant(string Name, IReadOnlyList<int> Widths, int Channels, int BackboneHeads)
{
    /// <summary>The sizes: the backbones and widths of Spike2Former's, so that the two compare.</summary>
    public static IReadOnlyList<FpnVariant> All { get; } =
    [.. Spike2FormerVariant.All.Select(v => new FpnVariant(v.Name, v.Widths, v.Channels, v.BackboneHeads))];
}
