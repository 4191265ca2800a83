namespace SpikeSharp.Conversion.Search;

/// <summary>By what the next point of a search is chosen.</summary>
public enum AcquisitionKind
{
    /// <summary>Mean + κ · deviation, as the authors' scripts.</summary>
    UpperConfidenceBound,

    /// <summary>The expected improvement over the best point so far.</summary>
    ExpectedImprovement,
}
