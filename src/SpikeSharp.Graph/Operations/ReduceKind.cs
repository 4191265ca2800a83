namespace SpikeSharp.Graph.Operations;

/// <summary>What <see cref="Reduce"/> makes of many numbers.</summary>
public enum ReduceKind
{
    /// <summary>Their mean.</summary>
    Mean,

    /// <summary>Their sum.</summary>
    Sum,

    /// <summary>The largest.</summary>
    Max,

    /// <summary>The smallest.</summary>
    Min,
}
