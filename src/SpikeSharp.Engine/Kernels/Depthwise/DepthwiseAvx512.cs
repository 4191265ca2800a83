using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Depthwise;

/// <summary><see cref="DepthwiseScalar"/> with 512-bit vectors: a lane is a channel, a register the sums of one output.</summary>
/// <remarks>
/// Eight sums hide the latency of a multiply-add on two ports, and each weight is loaded once for all of them. Nothing is called inside: a
/// call would send all sums to memory and back.
/// </remarks>
internal unsafe struct DepthwiseAvx512 : IDepthwiseKernel
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Sum(float* weights, float* window, nint row, nint pixel, nint step, int kh, int kw, float* sums, nint sumStep)
    {
        Vector512<float> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default,
            s4 = default,
            s5 = default,
            s6 = default,
            s7 = default;
        nint twice = 2 * step,
            thrice = 3 * step;
        for (; kh > 0; kh--, window += row)
        {
            float* x = window,
                y = window + 4 * step;
            for (var kx = kw; kx > 0; kx--, weights += IDepthwiseKernel.Slice, x += pixel, y += pixel)
            {
                var w = Vector512.Load(weights);
                s0 = Vector512.FusedMultiplyAdd(Vector512.Load(x), w, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Load(x + step), w, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Load(x + twice), w, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Load(x + thrice), w, s3);
                s4 = Vector512.FusedMultiplyAdd(Vector512.Load(y), w, s4);
                s5 = Vector512.FusedMultiplyAdd(Vector512.Load(y + step), w, s5);
                s6 = Vector512.FusedMultiplyAdd(Vector512.Load(y + twice), w, s6);
                s7 = Vector512.FusedMultiplyAdd(Vector512.Load(y + thrice), w, s7);
            }
        }
        s0.Store(sums);
        s1.Store(sums + sumStep);
        s2.Store(sums + 2 * sumStep);
        s3.Store(sums + 3 * sumStep);
        s4.Store(sums + 4 * sumStep);
        s5.Store(sums + 5 * sumStep);
        s6.Store(sums + 6 * sumStep);
        s7.Store(sums + 7 * sumStep);
    }

    /// <remarks>One load of sixteen bytes a pixel, one store of sixteen numbers.</remarks>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte* spikes, nint pixel, bool signed, float* target, int pixels)
    {
        for (; pixels > 0; pixels--, spikes += pixel, target += IDepthwiseKernel.Slice)
            (signed ? Avx512Lanes.Load((sbyte*)spikes) : Avx512Lanes.Load(spikes)).Store(target);
    }
}
