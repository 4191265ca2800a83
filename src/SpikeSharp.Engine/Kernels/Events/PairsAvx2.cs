using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Engine.Kernels.Events;

/// <summary><see cref="PairsScalar"/> with 256-bit vectors.</summary>
internal unsafe struct PairsAvx2 : IEventKernel
{
    public static string Name => "int8 avx2";

    public static int SpikesPerEvent => 2;

    public static int WeightBytes => 2;

    public static int SumBytes => sizeof(short);

    public static int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places)
    {
        int count = 0, whole = spikes / 2;
        for (int i = 0; i < whole; i += Vector256<ushort>.Count)
        {
            var silent = Vector256.Equals(Vector256.Load((ushort*)window + i), Vector256<ushort>.Zero);
            uint fires = ~silent.ExtractMostSignificantBits() & 0xffff;
            if (whole - i < 16) fires &= (1u << (whole - i)) - 1;
            for (; fires != 0; fires &= fires - 1)
            {
                int pair = i + BitOperations.TrailingZeroCount(fires);
                values[count] = ((ushort*)window)[pair] * 0x10001u;
                places[count++] = (ushort)(firstPlace + pair);
            }
        }
        if (spikes % 2 == 1 && window[spikes - 1] != 0)
        {
            values[count] = window[spikes - 1] * 0x10001u;
            places[count++] = (ushort)(firstPlace + whole);
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters
    {
        var s = (short*)sums;
        Vector256<short> sum0 = Vector256.Load(s), sum1 = Vector256.Load(s + 16), sum2 = default, sum3 = default;
        Vector256<short> sum4 = default, sum5 = default, sum6 = default, sum7 = default;
        if (TQuarters.Count > 1) (sum2, sum3) = (Vector256.Load(s + 32), Vector256.Load(s + 48));
        if (TQuarters.Count > 2) (sum4, sum5) = (Vector256.Load(s + 64), Vector256.Load(s + 80));
        if (TQuarters.Count > 3) (sum6, sum7) = (Vector256.Load(s + 96), Vector256.Load(s + 112));
        for (int e = 0; e < count; e++)
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
        sum0.Store(s);
        sum1.Store(s + 16);
        if (TQuarters.Count > 1)
        {
            sum2.Store(s + 32);
            sum3.Store(s + 48);
        }
        if (TQuarters.Count > 2)
        {
            sum4.Store(s + 64);
            sum5.Store(s + 80);
        }
        if (TQuarters.Count > 3)
        {
            sum6.Store(s + 96);
            sum7.Store(s + 112);
        }
    }
}
