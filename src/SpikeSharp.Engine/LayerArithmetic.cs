namespace SpikeSharp.Engine;

/// <summary>In which numbers a layer multiplies and adds.</summary>
public enum LayerArithmetic
{
    /// <summary>In none, or in plain loops.</summary>
    None,

    /// <summary>float32, fused multiply-add.</summary>
    Float32,

    /// <summary>8-bit weights by spikes in pairs, 16-bit sums.</summary>
    Int8,
}
