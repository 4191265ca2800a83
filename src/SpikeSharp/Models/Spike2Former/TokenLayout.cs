namespace SpikeSharp.Models.Spike2Former;

/// <summary>
/// How the five places turn channels into the last dimension, where the authors reshape instead of permuting (docs/spec/spike2former.md
/// 3.5).
/// </summary>
public enum TokenLayout
{
    /// <summary>By permuting: every position keeps its channels.</summary>
    Fixed,

    /// <summary>By reshaping, as the authors do, which mixes channels with positions; their checkpoints want it.</summary>
    Authors,
}
