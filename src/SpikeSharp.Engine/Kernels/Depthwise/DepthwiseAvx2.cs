using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Depthwise;

/// <summary><see cref="DepthwiseScalar"/> with 256-bit vectors: half of the channels and of the outputs at a time.</summary>
/// <remarks>A lane is a channel. Four sums, four windows and a weight fit sixteen registers; eight sums of each half would not.</remarks>
internal unsafe struct DepthwiseAvx2 : IDepthwiseKernel
{
    public static void Sum(float* weights, float* window, nint row, nint pixel, nint step, int kh, int kw, float* sums, nint sumStep)
    {
        for (var half = 0; half < IDepthwiseKernel.Slice; half += Vector256<float>.Count)
        {
            for (var p = 0; p < IDepthwiseKernel.Outputs; p += 4)
                Quad(weights + half, window + p * step + half, row, pixel, step, kh, kw, sums + p * sumStep + half, sumStep);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Quad(float* weights, float* window, nint row, nint pixel, nint step, int kh, int kw, float* sums, nint sumStep)
    {
        Vector256<float> s0 = default,
            s1 = default,
            s2 = default,
            s3 = default;
        for (; kh > 0; kh--, window += row)
        {
            var x = window;
            for (var kx = kw; kx > 0; kx--, weights += IDepthwiseKernel.Slice, x += pixel)
            {
                var w = Vector256.Load(weights);
                s0 = Vector256.FusedMultiplyAdd(Vector256.Load(x), w, s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Load(x + step), w, s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Load(x + 2 * step), w, s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Load(x + 3 * step), w, s3);
            }
        }
        s0.Store(sums);
        s1.Store(sums + sumStep);
        s2.Store(sums + 2 * sumStep);
        s3.Store(sums + 3 * sumStep);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Unpack(byte* spikes, nint pixel, bool signed, float* target, int pixels)
    {
        for (; pixels > 0; pixels--, spikes += pixel, target += IDepthwiseKernel.Slice)
        {
            for (var c = 0; c < IDepthwiseKernel.Slice; c += Avx2Lanes.Count)
                (signed ? Avx2Lanes.Load((sbyte*)spikes + c) : Avx2Lanes.Load(spikes + c)).Store(target + c);
        }
    }
}
