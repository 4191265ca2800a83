namespace SpikeSharp.Models.SpikeYolo;

/// <summary>A size of SpikeYOLO (docs/spec/spikeyolo.md 3.2).</summary>
/// <param name="Name">The scale's letter, or "custom".</param>
/// <param name="Depth">Factor on the repeats of repeated layers.</param>
/// <param name="Width">Factor on channels.</param>
/// <param name="MaxChannels">Limit on channels before the width factor.</param>
/// <param name="LastRatio">Expansion of layer 25: 1, but 2 in m and l, which only a comment of the authors' model file says.</param>
public sealed record SpikeYoloVariant(string Name, double Depth, double Width, int MaxChannels = 1024, int LastRatio = 1)
{
    /// <summary>The published sizes n, s, m, l; and p, small enough to train on a CPU.</summary>
    public static IReadOnlyList<SpikeYoloVariant> All { get; } =
    [
        new("p", Depth: 0.33, Width: 0.125),
        new("n", Depth: 0.33, Width: 0.375),
        new("s", Depth: 0.33, Width: 0.5),
        new("m", Depth: 0.5, Width: 0.625, LastRatio: 2),
        new("l", Depth: 0.5, Width: 0.75, LastRatio: 2),
    ];

    /// <summary>The variant of a letter, or null.</summary>
    public static SpikeYoloVariant? Find(string name) => All.FirstOrDefault(v => v.Name == name);
}
