using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeSharp.Engine.Kernels.Depthwise;

/// <summary>Eight neighbouring outputs of sixteen channels, each tap's weights shared between them.</summary>
/// <remarks>
/// A lane is a channel; s0 … s7 are eight outputs side by side. Eight sums that do not wait for each other hide the latency of a
/// multiply-add. Weights are added in the order of rows and columns, so every instruction set gives the same bits. Nothing is called
/// inside: a call would send all sums to memory and back.
/// </remarks>
internal static unsafe class DepthwiseKernel
{
    /// <summary>Channels that go together.</summary>
    internal const int Slice = 16;

    /// <summary>Outputs that go together.</summary>
    internal const int Outputs = 8;

    /// <summary>512-bit vectors.</summary>
    /// <param name="weights">[kh, kw, slice].</param>
    /// <param name="window">First output's window.</param>
    /// <param name="row">Numbers from row to row of the window.</param>
    /// <param name="pixel">Numbers from column to column of the window.</param>
    /// <param name="step">Numbers from one output's window to the next one's.</param>
    /// <param name="kh">Kernel rows.</param>
    /// <param name="kw">Kernel columns.</param>
    /// <param name="sums">First output's sums.</param>
    /// <param name="sumStep">Sums from output to output.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Wide(float* weights, float* window, nint row, nint pixel, nint step, int kh, int kw, float* sums, nint sumStep)
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
            for (var kx = kw; kx > 0; kx--, weights += Slice, x += pixel, y += pixel)
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

    /// <summary><see cref="Wide"/> with 256-bit vectors: half of the channels and of the outputs at a time.</summary>
    internal static void Narrow(float* weights, float* window, nint row, nint pixel, nint step, int kh, int kw, float* sums, nint sumStep)
    {
        for (var half = 0; half < Slice; half += Vector256<float>.Count)
        {
            for (var p = 0; p < Outputs; p += 4)
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
            for (var kx = kw; kx > 0; kx--, weights += Slice, x += pixel)
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
}
