namespace SpikeSharp.Graph.Operations;

/// <summary>Which pixel is the nearest (ONNX: nearest_mode).</summary>
public enum ResizeRounding
{
    /// <summary>The one before.</summary>
    Floor,

    /// <summary>The one behind.</summary>
    Ceil,

    /// <summary>The closer one; half-way the one before.</summary>
    RoundPreferFloor,

    /// <summary>The closer one; half-way the one behind.</summary>
    RoundPreferCeil,
}
