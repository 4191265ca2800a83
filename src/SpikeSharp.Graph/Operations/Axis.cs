namespace SpikeSharp.Graph.Operations;

/// <summary>An axis of a value [C, H, W].</summary>
public enum Axis
{
    /// <summary>C.</summary>
    Channels,

    /// <summary>H.</summary>
    Height,

    /// <summary>W.</summary>
    Width,
}
