using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Events;

namespace SpikeSharp.Engine.Kernels.Reals;

/// <summary><see cref="RealScalar"/> with 256-bit vectors: two pixels by a quarter of outputs in eight registers.</summary>
/// <remarks>
/// A lane is one output: a0 … a3 are a quarter of the first pixel, b0 … b3 of the second. An odd last pixel is computed together with
/// itself and stored once. Numbers of the window are added in their order, so the bits are those of <see cref="RealScalar"/>.
/// </remarks>
internal unsafe struct RealAvx2 : IRealKernel
{
    public static void Accumulate<TQuarters>(float* weights, float* window, nint step, int count, float* sums, nint sumStep, int pixels)
        where TQuarters : struct, IQuarters
    {
        for (var p = 0; p < pixels; p += 2, window += 2 * step, sums += 2 * sumStep)
        {
            var both = p + 1 < pixels;
            for (var quarter = 0; quarter < TQuarters.Count; quarter++)
            {
                var o = quarter * IEventKernel.Quarter;
                Pair(
                    weights + o,
                    TQuarters.Count * IEventKernel.Quarter,
                    window,
                    both ? window + step : window,
                    count,
                    sums + o,
                    both ? sums + sumStep + o : sums + o,
                    both
                );
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pair(float* weights, int weightStep, float* x, float* y, int count, float* a, float* b, bool both)
    {
        Vector256<float> a0 = Vector256.Load(a),
            a1 = Vector256.Load(a + 8),
            a2 = Vector256.Load(a + 16),
            a3 = Vector256.Load(a + 24);
        Vector256<float> b0 = Vector256.Load(b),
            b1 = Vector256.Load(b + 8),
            b2 = Vector256.Load(b + 16),
            b3 = Vector256.Load(b + 24);
        for (var i = 0; i < count; i++, weights += weightStep)
        {
            Vector256<float> u = Vector256.Create(x[i]),
                v = Vector256.Create(y[i]);
            var w = Vector256.Load(weights);
            (a0, b0) = (Vector256.FusedMultiplyAdd(u, w, a0), Vector256.FusedMultiplyAdd(v, w, b0));
            w = Vector256.Load(weights + 8);
            (a1, b1) = (Vector256.FusedMultiplyAdd(u, w, a1), Vector256.FusedMultiplyAdd(v, w, b1));
            w = Vector256.Load(weights + 16);
            (a2, b2) = (Vector256.FusedMultiplyAdd(u, w, a2), Vector256.FusedMultiplyAdd(v, w, b2));
            w = Vector256.Load(weights + 24);
            (a3, b3) = (Vector256.FusedMultiplyAdd(u, w, a3), Vector256.FusedMultiplyAdd(v, w, b3));
        }
        Store(a, a0, a1, a2, a3);
        if (both)
            Store(b, b0, b1, b2, b3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store(float* s, Vector256<float> v0, Vector256<float> v1, Vector256<float> v2, Vector256<float> v3)
    {
        v0.Store(s);
        v1.Store(s + 8);
        v2.Store(s + 16);
        v3.Store(s + 24);
    }
}
