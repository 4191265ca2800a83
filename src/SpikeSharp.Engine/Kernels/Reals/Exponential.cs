using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeSharp.Engine.Kernels.Reals;

/// <summary>
/// e^x and what is made of it, eight numbers at a time, within two roundings of float32. The run-time library's takes some twenty times as
/// long.
/// </summary>
internal static class Exponential
{
    // e^−87 is nearly float32's least normal number, e^88 nearly its largest.
    private const float Least = -87,
        Most = 88;

    // ln 2 in two parts, the first of so few digits that its multiples are exact.
    private const float Ln2High = 0.693359375f,
        Ln2Low = -2.12194440e-4f,
        Log2E = 1.44269504f;

    private const int MantissaBits = 23,
        Bias = 127;

    /// <summary>e^x; what lies beyond float32 is as at its ends. NaN stays NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Of(Vector256<float> x)
    {
        // e^x = 2^n · e^r, |r| ≤ ln 2 / 2; e^r by the polynomial of the Cephes library.
        x = Vector256.Min(Vector256.Max(x, Vector256.Create(Least)), Vector256.Create(Most));
        var n = Vector256.Round(x * Log2E);
        var r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2High), x);
        r = Vector256.FusedMultiplyAdd(n, Vector256.Create(-Ln2Low), r);
        var p = Vector256.Create(1.9875691500e-4f);
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.3981999507e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(8.3334519073e-3f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(4.1665795894e-2f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(1.6666665459e-1f));
        p = Vector256.FusedMultiplyAdd(p, r, Vector256.Create(5.0000001201e-1f));
        p = Vector256.FusedMultiplyAdd(p, r * r, r) + Vector256<float>.One;
        return p * (Vector256.ConvertToInt32Native(n) + Vector256.Create(Bias) << MantissaBits).AsSingle();
    }

    /// <summary>1 / (1 + e^−x).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector256<float> Sigmoid(Vector256<float> x) => Vector256<float>.One / (Vector256<float>.One + Of(-x));
}
