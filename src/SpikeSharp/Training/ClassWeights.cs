namespace SpikeSharp.Training;

/// <summary>Weights of the classes in the loss of segmentation, as --class-weights names them.</summary>
public enum ClassWeights
{
    /// <summary>All 1.</summary>
    None,

    /// <summary>Square roots of those of <see cref="Median"/>: between the two.</summary>
    Sqrt,

    /// <summary>Median frequency balancing: rare classes count more.</summary>
    Median,
}
