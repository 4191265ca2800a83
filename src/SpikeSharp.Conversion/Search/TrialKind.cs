namespace SpikeSharp.Conversion.Search;

/// <summary>Why a trial was made.</summary>
public enum TrialKind
{
    /// <summary>A random point, to begin with.</summary>
    Random,

    /// <summary>The point that promised most.</summary>
    Bayes,

    /// <summary>A layer's factor, the others being as they are.</summary>
    Layer,
}
