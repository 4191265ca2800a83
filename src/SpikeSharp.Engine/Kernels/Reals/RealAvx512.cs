using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Events;

namespace SpikeSharp.Engine.Kernels.Reals;

/// <summary><see cref="RealScalar"/> with 512-bit vectors: two pixels by up to 128 outputs in sixteen registers.</summary>
internal unsafe struct RealAvx512 : IRealKernel
{
    public static void Accumulate<TQuarters>(float* weights, float* window, nint step, int count, float* sums, nint sumStep, int pixels)
        where TQuarters : struct, IQuarters
    {
        // The last pixel of an odd number is its own partner; the partner's sums are not stored.
        for (int p = 0; p < pixels; p += 2, window += 2 * step, sums += 2 * sumStep)
        {
            bool both = p + 1 < pixels;
            Pair<TQuarters>(weights, window, both ? window + step : window, count, sums, both ? sums + sumStep : sums, both);
        }
    }

    private static void Pair<TQuarters>(float* weights, float* x, float* y, int count, float* a, float* b, bool both)
        where TQuarters : struct, IQuarters
    {
        Vector512<float> a0 = Vector512.Load(a), a1 = Vector512.Load(a + 16), b0 = Vector512.Load(b), b1 = Vector512.Load(b + 16);
        Vector512<float> a2 = default, a3 = default, a4 = default, a5 = default, a6 = default, a7 = default;
        Vector512<float> b2 = default, b3 = default, b4 = default, b5 = default, b6 = default, b7 = default;
        if (TQuarters.Count > 1)
            (a2, a3, b2, b3) = (Vector512.Load(a + 32), Vector512.Load(a + 48), Vector512.Load(b + 32), Vector512.Load(b + 48));
        if (TQuarters.Count > 2)
            (a4, a5, b4, b5) = (Vector512.Load(a + 64), Vector512.Load(a + 80), Vector512.Load(b + 64), Vector512.Load(b + 80));
        if (TQuarters.Count > 3)
            (a6, a7, b6, b7) = (Vector512.Load(a + 96), Vector512.Load(a + 112), Vector512.Load(b + 96), Vector512.Load(b + 112));
        for (int i = 0; i < count; i++, weights += TQuarters.Count * IEventKernel.Quarter)
        {
            Vector512<float> u = Vector512.Create(x[i]), v = Vector512.Create(y[i]);
            var w = Vector512.Load(weights);
            (a0, b0) = (Vector512.FusedMultiplyAdd(u, w, a0), Vector512.FusedMultiplyAdd(v, w, b0));
            w = Vector512.Load(weights + 16);
            (a1, b1) = (Vector512.FusedMultiplyAdd(u, w, a1), Vector512.FusedMultiplyAdd(v, w, b1));
            if (TQuarters.Count > 1)
            {
                w = Vector512.Load(weights + 32);
                (a2, b2) = (Vector512.FusedMultiplyAdd(u, w, a2), Vector512.FusedMultiplyAdd(v, w, b2));
                w = Vector512.Load(weights + 48);
                (a3, b3) = (Vector512.FusedMultiplyAdd(u, w, a3), Vector512.FusedMultiplyAdd(v, w, b3));
            }
            if (TQuarters.Count > 2)
            {
                w = Vector512.Load(weights + 64);
                (a4, b4) = (Vector512.FusedMultiplyAdd(u, w, a4), Vector512.FusedMultiplyAdd(v, w, b4));
                w = Vector512.Load(weights + 80);
                (a5, b5) = (Vector512.FusedMultiplyAdd(u, w, a5), Vector512.FusedMultiplyAdd(v, w, b5));
            }
            if (TQuarters.Count > 3)
            {
                w = Vector512.Load(weights + 96);
                (a6, b6) = (Vector512.FusedMultiplyAdd(u, w, a6), Vector512.FusedMultiplyAdd(v, w, b6));
                w = Vector512.Load(weights + 112);
                (a7, b7) = (Vector512.FusedMultiplyAdd(u, w, a7), Vector512.FusedMultiplyAdd(v, w, b7));
            }
        }
        Store<TQuarters>(a, a0, a1, a2, a3, a4, a5, a6, a7);
        if (both) Store<TQuarters>(b, b0, b1, b2, b3, b4, b5, b6, b7);
    }

    // Inlined, or all sums would go to memory and back with every number of the window.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TQuarters>(
        float* s, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3,
        Vector512<float> v4, Vector512<float> v5, Vector512<float> v6, Vector512<float> v7)
        where TQuarters : struct, IQuarters
    {
        v0.Store(s);
        v1.Store(s + 16);
        if (TQuarters.Count > 1)
        {
            v2.Store(s + 32);
            v3.Store(s + 48);
        }
        if (TQuarters.Count > 2)
        {
            v4.Store(s + 64);
            v5.Store(s + 80);
        }
        if (TQuarters.Count > 3)
        {
            v6.Store(s + 96);
            v7.Store(s + 112);
        }
    }
}
