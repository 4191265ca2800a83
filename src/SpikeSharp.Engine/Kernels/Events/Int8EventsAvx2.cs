using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Engine.Kernels.Events;

/// <summary><see cref="Int8EventsScalar"/> with 256-bit vectors.</summary>
/// <remarks>
/// As <see cref="Int8EventsAvx512"/>, with 16 outputs a register: sum0 and sum1 are the first quarter of a block, sum6 and sum7 the
/// fourth. Eight sums, the pair and the weights take ten of sixteen registers.
/// </remarks>
internal unsafe struct Int8EventsAvx2 : IEventKernel
{
    public static string Name => "int8 avx2";

    public static int SpikesPerEvent => 2;

    public static int WeightBytes => 2;

    public static int SumBytes => sizeof(short);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places, bool signed)
    {
        int count = 0,
            whole = spikes / 2;
        for (var i = 0; i < whole; i += Vector256<ushort>.Count)
        {
            var silent = Vector256.Equals(Vector256.Load((ushort*)window + i), Vector256<ushort>.Zero);
            // A bit a pair. AVX2 cannot move lanes that fire to the front, so the bits are visited one by one.
            var fires = ~silent.ExtractMostSignificantBits() & 0xffff;
            if (whole - i < 16)
                fires &= (1u << (whole - i)) - 1;
            for (; fires != 0; fires &= fires - 1)
            {
                var pair = i + BitOperations.TrailingZeroCount(fires);
                values[count] = ((ushort*)window)[pair] * 0x10001u;
                places[count++] = (ushort)(firstPlace + pair);
            }
        }
        // The last spike of an odd number has no partner: the byte behind it belongs to another pixel.
        if (spikes % 2 == 1 && window[spikes - 1] != 0)
        {
            values[count] = window[spikes - 1] * 0x10001u;
            places[count++] = (ushort)(firstPlace + whole);
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters
    {
        Vector256<short> sum0 = default,
            sum1 = default,
            sum2 = default,
            sum3 = default;
        Vector256<short> sum4 = default,
            sum5 = default,
            sum6 = default,
            sum7 = default;
        for (var e = 0; e < count; e++)
        {
            var pair = Vector256.Create(values[e]).AsByte();
            var row = (sbyte*)weights + places[e] * (2 * IEventKernel.Quarter * TQuarters.Count);
            sum0 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row));
            sum1 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row + 32));
            if (TQuarters.Count > 1)
            {
                sum2 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row + 64));
                sum3 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row + 96));
            }
            if (TQuarters.Count > 2)
            {
                sum4 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row + 128));
                sum5 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row + 160));
            }
            if (TQuarters.Count > 3)
            {
                sum6 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row + 192));
                sum7 += Avx2.MultiplyAddAdjacent(pair, Vector256.Load(row + 224));
            }
        }
        var s = (short*)sums;
        var off = Add(sum0, s) | Add(sum1, s + 16);
        if (TQuarters.Count > 1)
            off |= Add(sum2, s + 32) | Add(sum3, s + 48);
        if (TQuarters.Count > 2)
            off |= Add(sum4, s + 64) | Add(sum5, s + 80);
        if (TQuarters.Count > 3)
            off |= Add(sum6, s + 96) | Add(sum7, s + 112);
        return off == Vector256<short>.Zero;
    }

    /// <summary>Adds to the sums in memory; not zero where they have left 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<short> Add(Vector256<short> sum, short* target)
    {
        var before = Vector256.Load(target);
        var after = before + sum;
        after.Store(target);
        // A lane that wrapped differs from the same lane saturated; all others are equal.
        return Avx2.AddSaturate(before, sum) ^ after;
    }
}
