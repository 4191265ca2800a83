namespace SpikeSharp.Training;

/// <summary>Optimisers, as --optimizer names them.</summary>
public enum OptimiserKind
{
    /// <summary>AdamW with a rate fitted to the class count for short runs, SGD for more than 10,000 iterations.</summary>
    Auto,

    /// <summary>SGD with Nesterov momentum.</summary>
    Sgd,

    /// <summary>AdamW with betas (momentum, 0.999).</summary>
    AdamW,
}
