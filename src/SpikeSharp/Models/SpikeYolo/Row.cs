namespace SpikeSharp.Models.SpikeYolo;

/// <summary>A row of the network table.</summary>
/// <param name="Kind">The block.</param>
/// <param name="Channels">Output channels before scaling; 0 where the block keeps its input's.</param>
/// <param name="Repeats">How often, before scaling.</param>
/// <param name="Kernel">Kernel size.</param>
/// <param name="Stride">Stride.</param>
/// <param name="Ratio">Expansion of the block's second half; 0: the variant's <see cref="SpikeYoloVariant.LastRatio"/>.</param>
/// <param name="With">Second operand of a concatenation.</param>
internal readonly record struct Row(
    LayerKind Kind,
    int Channels = 0,
    int Repeats = 1,
    int Kernel = 1,
    int Stride = 1,
    int Ratio = 0,
    int With = -1
);
