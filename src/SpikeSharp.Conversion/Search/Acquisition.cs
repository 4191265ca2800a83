namespace SpikeSharp.Conversion.Search;

/// <summary>How much an evaluation at a point promises, when large targets are wanted (docs/spec/spicalib.md 4.2).</summary>
public static class Acquisition
{
    /// <summary>μ + κ σ.</summary>
    /// <param name="mean">μ, what is expected.</param>
    /// <param name="deviation">σ, at least 0.</param>
    /// <param name="kappa">κ: how much the unknown attracts.</param>
    public static double UpperConfidenceBound(double mean, double deviation, double kappa) => mean + kappa * deviation;

    /// <summary>E max(0, f − best − ξ) = (μ − best − ξ) Φ(z) + σ φ(z), z = (μ − best − ξ) / σ.</summary>
    /// <param name="mean">μ, what is expected.</param>
    /// <param name="deviation">σ, at least 0.</param>
    /// <param name="best">The largest target so far.</param>
    /// <param name="xi">ξ: what an improvement must exceed.</param>
    public static double ExpectedImprovement(double mean, double deviation, double best, double xi = 0)
    {
        var gain = mean - best - xi;
        if (deviation <= 0)
            return Math.Max(0, gain);
        var z = gain / deviation;
        return Math.Max(0, gain * Cumulative(z) + deviation * Density(z));
    }

    private static double Density(double z) => Math.Exp(-z * z / 2) / Math.Sqrt(2 * Math.PI);

    // Φ(z) = ½ + φ(z) (z + z³/3 + z⁵/(3·5) + …), to the last bits of 1 (Marsaglia 2004); beyond 8 it is 0 or 1 there.
    private static double Cumulative(double z)
    {
        if (Math.Abs(z) > 8)
            return z > 0 ? 1 : 0;
        var (sum, term) = (z, z);
        for (var i = 3; sum + term != sum; i += 2)
            sum += term *= z * z / i;
        return 0.5 + sum * Density(z);
    }
}
