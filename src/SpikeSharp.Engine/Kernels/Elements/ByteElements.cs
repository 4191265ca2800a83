using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeSharp.Engine.Kernels.Elements;

/// <summary>Loops over spikes, a byte each: plain ones, which define the others, and those with .NET's portable 256-bit vectors.</summary>
/// <remarks>
/// A lane is a channel. Pixels have some dozens of channels, so that the wider AVX-512 form would find little to do.
/// </remarks>
internal static unsafe class ByteElements
{
    internal static void KeepLargestPlain<T>(T* source, T* target, int count)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        for (var i = 0; i < count; i++)
            target[i] = source[i] > target[i] ? source[i] : target[i];
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void KeepLargest<T>(T* source, T* target, int count)
        where T : unmanaged, IComparisonOperators<T, T, bool>
    {
        var i = 0;
        for (; i <= count - Vector256<T>.Count; i += Vector256<T>.Count)
            Vector256.Max(Vector256.Load(source + i), Vector256.Load(target + i)).Store(target + i);
        KeepLargestPlain(source + i, target + i, count - i);
    }

    internal static void AddPlain(byte* a, byte* b, byte* target, int count)
    {
        for (var i = 0; i < count; i++)
            target[i] = (byte)(a[i] + b[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Add(byte* a, byte* b, byte* target, int count)
    {
        var i = 0;
        for (; i <= count - Vector256<byte>.Count; i += Vector256<byte>.Count)
            (Vector256.Load(a + i) + Vector256.Load(b + i)).Store(target + i);
        for (; i <= count - Vector128<byte>.Count; i += Vector128<byte>.Count)
            (Vector128.Load(a + i) + Vector128.Load(b + i)).Store(target + i);
        AddPlain(a + i, b + i, target + i, count - i);
    }
}
