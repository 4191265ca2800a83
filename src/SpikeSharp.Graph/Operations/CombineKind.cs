namespace SpikeSharp.Graph.Operations;

/// <summary>The functions of <see cref="Combine"/>.</summary>
public enum CombineKind
{
    /// <summary>a + b.</summary>
    Add,

    /// <summary>a − b.</summary>
    Subtract,

    /// <summary>a · b.</summary>
    Multiply,

    /// <summary>a / b.</summary>
    Divide,

    /// <summary>The larger.</summary>
    Maximum,

    /// <summary>The smaller.</summary>
    Minimum,

    /// <summary>a to the power of b.</summary>
    Power,
}
