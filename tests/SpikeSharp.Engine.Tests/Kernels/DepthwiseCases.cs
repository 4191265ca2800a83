using SpikeSharp.Engine.Kernels.Depthwise;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Windows for depthwise kernels.</summary>
internal static unsafe class DepthwiseCases
{
    private const int Slice = IDepthwiseKernel.Slice;

    // Kernels of 1×1 to 7×5 by strides 1 and 2; the length says how far pixels and rows lie apart, up to a bound.
    public const int SumVariants = 8;

    private const int MostGap = 32;

    private static readonly (int Rows, int Columns)[] Kernels = [(1, 1), (3, 3), (2, 4), (7, 5)];

    public static Action Sum<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IDepthwiseKernel
    {
        var (kh, kw) = Kernels[variant / 2];
        var gap = length % MostGap;
        int stride = variant % 2 + 1,
            pixel = Slice + gap,
            columns = (IDepthwiseKernel.Outputs - 1) * stride + kw,
            row = columns * pixel + gap,
            sumStep = Slice + gap;
        var weights = memory.Reals(kh * kw * Slice);
        var window = memory.Reals((kh - 1) * row + (columns - 1) * pixel + Slice, edges: variant == 1);
        var count = (IDepthwiseKernel.Outputs - 1) * sumStep + Slice;
        var sums = memory.Compare((float*)memory.Room(count * sizeof(float)), count);
        return () => TKernel.Sum(weights, window, row, pixel, stride * pixel, kh, kw, sums, sumStep);
    }

    public static Action Unpack<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IDepthwiseKernel
    {
        const int Pixel = Slice + 5;
        var spikes = memory.Any(Math.Max(0, (length - 1) * Pixel + Slice));
        var target = memory.Compare((float*)memory.Room(length * Slice * sizeof(float)), length * Slice);
        return () => TKernel.Unpack(spikes, Pixel, variant == 1, target, length);
    }
}
