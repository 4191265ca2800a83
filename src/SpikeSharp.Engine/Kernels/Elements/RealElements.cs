using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Elements;

/// <summary>Loops over float32 numbers: whole registers first, then what they leave over, number by number.</summary>
/// <remarks>A lane is an element. Nothing is fused, so every width gives the same bits.</remarks>
internal static unsafe class RealElements
{
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Blend<TLanes>(float* first, float* second, float share, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0,
            whole = count - count % TLanes.Count;
        for (; i < whole; i += TLanes.Count)
            Blend<TLanes>(first + i, second + i, share).Store(target + i);
        for (; i < count; i++)
            Blend<ScalarLanes>(first + i, second + i, share).Store(target + i);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Blend<TLanes>(float* first, float* second, float share)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.Load(first) * TLanes.Create(1 - share) + TLanes.Load(second) * TLanes.Create(share);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Affine<TLanes>(float* source, float* scale, float* shift, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0,
            whole = count - count % TLanes.Count;
        for (; i < whole; i += TLanes.Count)
            (TLanes.Load(source + i) * TLanes.Load(scale + i) + TLanes.Load(shift + i)).Store(target + i);
        for (; i < count; i++)
            target[i] = source[i] * scale[i] + shift[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void AddTimes<TLanes>(float* source, float factor, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0,
            whole = count - count % TLanes.Count;
        var factors = TLanes.Create(factor);
        for (; i < whole; i += TLanes.Count)
            (TLanes.Load(target + i) + factors * TLanes.Load(source + i)).Store(target + i);
        for (; i < count; i++)
            target[i] += factor * source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add<TLanes>(float* source, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0,
            whole = count - count % TLanes.Count;
        for (; i < whole; i += TLanes.Count)
            (TLanes.Load(target + i) + TLanes.Load(source + i)).Store(target + i);
        for (; i < count; i++)
            target[i] += source[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void KeepLargest<TLanes>(float* source, float* target, int count)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int i = 0,
            whole = count - count % TLanes.Count;
        for (; i < whole; i += TLanes.Count)
            TLanes.Max(TLanes.Load(source + i), TLanes.Load(target + i)).Store(target + i);
        for (; i < count; i++)
            target[i] = source[i] > target[i] ? source[i] : target[i];
    }
}
