namespace SpikeSharp.Data.Augmentation;

/// <summary>How large a picture may become, as shares of the size that is asked for.</summary>
/// <param name="Least">The smallest, above 0.</param>
/// <param name="Most">The largest, at least that.</param>
public readonly record struct RatioRange(double Least, double Most);
