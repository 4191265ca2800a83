namespace SpikeSharp.Graph.Operations;

/// <summary>erf x = 2/√π · ∫ e^(−t²) dt from 0 to x, which .NET does not have.</summary>
internal static class ErrorFunction
{
    /// <summary>To about 1e-15: the power series near zero, the continued fraction of 1 − erf x beyond.</summary>
    internal static double Of(double x)
    {
        var z = Math.Abs(x);
        if (double.IsNaN(x))
            return x;
        if (z > 6)
            return Math.Sign(x);
        return Math.Sign(x) * (z < 2.5 ? Series(z) : 1 - Fraction(z));
    }

    // erf x = 2/√π · e^(−x²) · Σ 2^n x^(2n+1) / (1·3·5…(2n+1)); all terms positive, so none cancel.
    private static double Series(double x)
    {
        double term = x,
            sum = x;
        for (var n = 1; term > sum * 1e-17; n++)
            sum += term *= 2 * x * x / (2 * n + 1);
        return 2 / Math.Sqrt(Math.PI) * Math.Exp(-x * x) * sum;
    }

    // erfc x = e^(−x²)/√π / (x + ½/(x + 1/(x + 3⁄2/(x + …)))), from the inside out.
    private static double Fraction(double x)
    {
        var rest = x;
        for (var k = 60; k >= 1; k--)
            rest = x + k / 2.0 / rest;
        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / rest;
    }
}
