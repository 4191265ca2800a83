using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeSharp.Engine.Kernels.Attention;

/// <summary><see cref="AttentionScalar"/> with .NET's portable vectors, 128 bits to find spikes and 256 to add.</summary>
/// <remarks>
/// A lane of a sum is a channel of the value. Sixteen spikes are looked at together, and of those only the ones that fired cost anything.
/// Heads are 16 to 64 channels wide, so that wider vectors would hold little more.
/// </remarks>
internal unsafe struct AttentionVectors : IAttentionKernel
{
    private const int Lanes = IAttentionKernel.Lanes;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddKeyTimesValue(byte* key, byte* value, int width, int* sums, int padded)
    {
        for (var i = 0; i < width; i += Vector128<byte>.Count)
        {
            for (var fired = Fired(key + i, width - i); fired != 0; fired &= fired - 1)
            {
                var at = i + BitOperations.TrailingZeroCount(fired);
                AddTimes(value, key[at], sums + (nint)at * padded, padded);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Query(byte* query, int width, int* sums, int padded, int* row)
    {
        new Span<int>(row, padded).Clear();
        for (var i = 0; i < width; i += Vector128<byte>.Count)
        {
            for (var fired = Fired(query + i, width - i); fired != 0; fired &= fired - 1)
            {
                var at = i + BitOperations.TrailingZeroCount(fired);
                var times = Vector256.Create((int)query[at]);
                var of = sums + (nint)at * padded;
                for (var j = 0; j < padded; j += Lanes)
                    (Vector256.Load(row + j) + times * Vector256.Load(of + j)).Store(row + j);
            }
        }
    }

    // What is read behind the head's last channel goes into lanes that nobody reads.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void AddTimes(byte* value, byte times, int* sums, int padded)
    {
        var factor = Vector256.Create((int)times);
        for (var j = 0; j < padded; j += Lanes)
        {
            var shorts = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(value + j)).AsByte());
            var values = Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts)).AsInt32();
            (Vector256.Load(sums + j) + factor * values).Store(sums + j);
        }
    }

    /// <summary>Which of the next sixteen spikes are not zero, those beyond <paramref name="count"/> left out.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Fired(byte* spikes, int count)
    {
        var fired = ~Vector128.Equals(Vector128.Load(spikes), Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
        return count < Vector128<byte>.Count ? fired & (1u << count) - 1 : fired;
    }
}
