using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Events;

namespace SpikeSharp.Engine.Kernels.Reals;

/// <summary><see cref="RealScalar"/> with 512-bit vectors: five pixels by up to 64 outputs in 20 registers.</summary>
/// <remarks>
/// A lane is one output: a0 … a3 are 64 outputs of the first pixel, e0 … e3 those of the fifth. Weights are loaded once for five pixels.
/// With four registers for them and one for the pixel's number 25 of 32 are taken. The window's numbers are added one after the other, as
/// in <see cref="RealScalar"/>, so the bits are the same. Five, because maps are 160, 80, 40, 20 or 10 pixels wide more often than not,
/// and pixels that are left over go one by one.
/// </remarks>
internal unsafe struct RealAvx512 : IRealKernel
{
    private const int Together = 5;

    public static void Accumulate<TQuarters>(float* weights, float* window, nint step, int count, float* sums, nint sumStep, int pixels)
        where TQuarters : struct, IQuarters
    {
        for (; pixels >= Together; pixels -= Together, window += Together * step, sums += Together * sumStep)
            Five<TQuarters>(weights, window, step, count, sums, sumStep);
        for (; pixels > 0; pixels--, window += step, sums += sumStep)
            One<TQuarters>(weights, window, count, sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Five<TQuarters>(float* weights, float* x, nint step, int count, float* sums, nint sumStep)
        where TQuarters : struct, IQuarters
    {
        var sa = sums;
        var sb = sums + 1 * sumStep;
        var sc = sums + 2 * sumStep;
        var sd = sums + 3 * sumStep;
        var se = sums + 4 * sumStep;
        Vector512<float> a0 = Vector512.Load(sa),
            a1 = Vector512.Load(sa + 16),
            a2 = default,
            a3 = default;
        Vector512<float> b0 = Vector512.Load(sb),
            b1 = Vector512.Load(sb + 16),
            b2 = default,
            b3 = default;
        Vector512<float> c0 = Vector512.Load(sc),
            c1 = Vector512.Load(sc + 16),
            c2 = default,
            c3 = default;
        Vector512<float> d0 = Vector512.Load(sd),
            d1 = Vector512.Load(sd + 16),
            d2 = default,
            d3 = default;
        Vector512<float> e0 = Vector512.Load(se),
            e1 = Vector512.Load(se + 16),
            e2 = default,
            e3 = default;
        if (TQuarters.Count > 1)
        {
            (a2, a3) = (Vector512.Load(sa + 32), Vector512.Load(sa + 48));
            (b2, b3) = (Vector512.Load(sb + 32), Vector512.Load(sb + 48));
            (c2, c3) = (Vector512.Load(sc + 32), Vector512.Load(sc + 48));
            (d2, d3) = (Vector512.Load(sd + 32), Vector512.Load(sd + 48));
            (e2, e3) = (Vector512.Load(se + 32), Vector512.Load(se + 48));
        }
        // Two pointers: each of the five addresses is one of them plus nothing, one step or two, which an instruction adds by itself.
        var y = x + 3 * step;
        var twice = 2 * step;
        for (; count > 0; count--, x++, y++, weights += TQuarters.Count * IEventKernel.Quarter)
        {
            Vector512<float> w0 = Vector512.Load(weights),
                w1 = Vector512.Load(weights + 16),
                w2 = default,
                w3 = default;
            if (TQuarters.Count > 1)
                (w2, w3) = (Vector512.Load(weights + 32), Vector512.Load(weights + 48));
            var v = Vector512.Create(x[0]);
            a0 = Vector512.FusedMultiplyAdd(v, w0, a0);
            a1 = Vector512.FusedMultiplyAdd(v, w1, a1);
            if (TQuarters.Count > 1)
            {
                a2 = Vector512.FusedMultiplyAdd(v, w2, a2);
                a3 = Vector512.FusedMultiplyAdd(v, w3, a3);
            }
            v = Vector512.Create(x[step]);
            b0 = Vector512.FusedMultiplyAdd(v, w0, b0);
            b1 = Vector512.FusedMultiplyAdd(v, w1, b1);
            if (TQuarters.Count > 1)
            {
                b2 = Vector512.FusedMultiplyAdd(v, w2, b2);
                b3 = Vector512.FusedMultiplyAdd(v, w3, b3);
            }
            v = Vector512.Create(x[twice]);
            c0 = Vector512.FusedMultiplyAdd(v, w0, c0);
            c1 = Vector512.FusedMultiplyAdd(v, w1, c1);
            if (TQuarters.Count > 1)
            {
                c2 = Vector512.FusedMultiplyAdd(v, w2, c2);
                c3 = Vector512.FusedMultiplyAdd(v, w3, c3);
            }
            v = Vector512.Create(y[0]);
            d0 = Vector512.FusedMultiplyAdd(v, w0, d0);
            d1 = Vector512.FusedMultiplyAdd(v, w1, d1);
            if (TQuarters.Count > 1)
            {
                d2 = Vector512.FusedMultiplyAdd(v, w2, d2);
                d3 = Vector512.FusedMultiplyAdd(v, w3, d3);
            }
            v = Vector512.Create(y[step]);
            e0 = Vector512.FusedMultiplyAdd(v, w0, e0);
            e1 = Vector512.FusedMultiplyAdd(v, w1, e1);
            if (TQuarters.Count > 1)
            {
                e2 = Vector512.FusedMultiplyAdd(v, w2, e2);
                e3 = Vector512.FusedMultiplyAdd(v, w3, e3);
            }
        }
        Store<TQuarters>(sa, a0, a1, a2, a3);
        Store<TQuarters>(sb, b0, b1, b2, b3);
        Store<TQuarters>(sc, c0, c1, c2, c3);
        Store<TQuarters>(sd, d0, d1, d2, d3);
        Store<TQuarters>(se, e0, e1, e2, e3);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void One<TQuarters>(float* weights, float* x, int count, float* sums)
        where TQuarters : struct, IQuarters
    {
        Vector512<float> s0 = Vector512.Load(sums),
            s1 = Vector512.Load(sums + 16),
            s2 = default,
            s3 = default;
        if (TQuarters.Count > 1)
            (s2, s3) = (Vector512.Load(sums + 32), Vector512.Load(sums + 48));
        for (; count > 0; count--, x++, weights += TQuarters.Count * IEventKernel.Quarter)
        {
            var v = Vector512.Create(x[0]);
            s0 = Vector512.FusedMultiplyAdd(v, Vector512.Load(weights), s0);
            s1 = Vector512.FusedMultiplyAdd(v, Vector512.Load(weights + 16), s1);
            if (TQuarters.Count > 1)
            {
                s2 = Vector512.FusedMultiplyAdd(v, Vector512.Load(weights + 32), s2);
                s3 = Vector512.FusedMultiplyAdd(v, Vector512.Load(weights + 48), s3);
            }
        }
        Store<TQuarters>(sums, s0, s1, s2, s3);
    }

    // Inlined, or all sums would go to memory and back with every number of the window.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TQuarters>(float* s, Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3)
        where TQuarters : struct, IQuarters
    {
        v0.Store(s);
        v1.Store(s + 16);
        if (TQuarters.Count > 1)
        {
            v2.Store(s + 32);
            v3.Store(s + 48);
        }
    }
}
