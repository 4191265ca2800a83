using System.Runtime.Intrinsics;

namespace SpikeSharp.Engine.Kernels.Depthwise;

/// <summary>Eight neighbouring outputs of sixteen channels, each tap's weights shared between them.</summary>
/// <remarks>Nothing is called inside: a call would send all sums to memory and back.</remarks>
internal static unsafe class DepthwiseKernel
{
    /// <summary>Channels that go together.</summary>
    internal const int Slice = 16;

    /// <summary>Outputs that go together.</summary>
    internal const int Outputs = 8;

    /// <summary>Stride 1, 512-bit vectors.</summary>
    /// <param name="weights">[kh, kw, slice].</param>
    /// <param name="window">First output's window, [.., slice].</param>
    /// <param name="row">Numbers from row to row of the window.</param>
    /// <param name="kh">Kernel rows.</param>
    /// <param name="kw">Kernel columns.</param>
    /// <param name="sums">[outputs, slice].</param>
    internal static void Wide(float* weights, float* window, nint row, int kh, int kw, float* sums)
    {
        Vector512<float> s0 = default, s1 = default, s2 = default, s3 = default, s4 = default, s5 = default, s6 = default, s7 = default;
        for (; kh > 0; kh--, window += row)
        {
            float* x = window;
            for (int kx = kw; kx > 0; kx--, weights += Slice, x += Slice)
            {
                var w = Vector512.Load(weights);
                s0 = Vector512.FusedMultiplyAdd(Vector512.Load(x), w, s0);
                s1 = Vector512.FusedMultiplyAdd(Vector512.Load(x + Slice), w, s1);
                s2 = Vector512.FusedMultiplyAdd(Vector512.Load(x + 2 * Slice), w, s2);
                s3 = Vector512.FusedMultiplyAdd(Vector512.Load(x + 3 * Slice), w, s3);
                s4 = Vector512.FusedMultiplyAdd(Vector512.Load(x + 4 * Slice), w, s4);
                s5 = Vector512.FusedMultiplyAdd(Vector512.Load(x + 5 * Slice), w, s5);
                s6 = Vector512.FusedMultiplyAdd(Vector512.Load(x + 6 * Slice), w, s6);
                s7 = Vector512.FusedMultiplyAdd(Vector512.Load(x + 7 * Slice), w, s7);
            }
        }
        s0.Store(sums);
        s1.Store(sums + Slice);
        s2.Store(sums + 2 * Slice);
        s3.Store(sums + 3 * Slice);
        s4.Store(sums + 4 * Slice);
        s5.Store(sums + 5 * Slice);
        s6.Store(sums + 6 * Slice);
        s7.Store(sums + 7 * Slice);
    }

    /// <summary>Any stride, 256-bit vectors: half of the channels and of the outputs at a time.</summary>
    /// <param name="weights">As in <see cref="Wide"/>.</param>
    /// <param name="window">As in <see cref="Wide"/>.</param>
    /// <param name="row">As in <see cref="Wide"/>.</param>
    /// <param name="step">Numbers from one output's window to the next one's.</param>
    /// <param name="kh">Kernel rows.</param>
    /// <param name="kw">Kernel columns.</param>
    /// <param name="sums">[outputs, slice].</param>
    internal static void Narrow(float* weights, float* window, nint row, nint step, int kh, int kw, float* sums)
    {
        for (int half = 0; half < Slice; half += Vector256<float>.Count)
        {
            for (int p = 0; p < Outputs; p += 4) Quad(weights + half, window + p * step + half, row, step, kh, kw, sums + p * Slice + half);
        }
    }

    private static void Quad(float* weights, float* window, nint row, nint step, int kh, int kw, float* sums)
    {
        Vector256<float> s0 = default, s1 = default, s2 = default, s3 = default;
        for (; kh > 0; kh--, window += row)
        {
            float* x = window;
            for (int kx = kw; kx > 0; kx--, weights += Slice, x += Slice)
            {
                var w = Vector256.Load(weights);
                s0 = Vector256.FusedMultiplyAdd(Vector256.Load(x), w, s0);
                s1 = Vector256.FusedMultiplyAdd(Vector256.Load(x + step), w, s1);
                s2 = Vector256.FusedMultiplyAdd(Vector256.Load(x + 2 * step), w, s2);
                s3 = Vector256.FusedMultiplyAdd(Vector256.Load(x + 3 * step), w, s3);
            }
        }
        s0.Store(sums);
        s1.Store(sums + Slice);
        s2.Store(sums + 2 * Slice);
        s3.Store(sums + 3 * Slice);
    }
}
