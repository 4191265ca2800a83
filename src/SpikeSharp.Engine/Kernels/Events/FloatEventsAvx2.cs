using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace SpikeSharp.Engine.Kernels.Events;

/// <summary><see cref="FloatEventsScalar"/> with 256-bit vectors.</summary>
/// <remarks>
/// A lane is one output in float32. Events are added in the order of the list, so that every instruction set gives the same bits.
/// </remarks>
internal unsafe struct FloatEventsAvx2 : IEventKernel
{
    public static string Name => "float avx2";

    public static int SpikesPerEvent => 1;

    public static int WeightBytes => sizeof(float);

    public static int SumBytes => sizeof(float);

    public static int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places, bool signed)
    {
        var count = 0;
        for (var i = 0; i < spikes; i += Vector256<byte>.Count)
        {
            var fires = ~Vector256.Equals(Vector256.Load(window + i), Vector256<byte>.Zero).ExtractMostSignificantBits();
            if (spikes - i < Vector256<byte>.Count)
                fires &= (1u << (spikes - i)) - 1;
            for (; fires != 0; fires &= fires - 1)
            {
                var place = i + BitOperations.TrailingZeroCount(fires);
                values[count] = BitConverter.SingleToUInt32Bits(signed ? (sbyte)window[place] : window[place]);
                places[count++] = (ushort)(firstPlace + place);
            }
        }
        return count;
    }

    // A quarter at a time: four sums hide the latency of half of the multiply-adds, and sixteen registers suffice.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters
    {
        for (var quarter = 0; quarter < TQuarters.Count; quarter++)
            Quarter(
                (float*)weights + quarter * IEventKernel.Quarter,
                TQuarters.Count,
                values,
                places,
                count,
                (float*)sums + quarter * IEventKernel.Quarter
            );
        return true;
    }

    private static void Quarter(float* weights, int quarters, uint* values, ushort* places, int count, float* sums)
    {
        Vector256<float> sum0 = Vector256.Load(sums),
            sum1 = Vector256.Load(sums + 8);
        Vector256<float> sum2 = Vector256.Load(sums + 16),
            sum3 = Vector256.Load(sums + 24);
        for (var e = 0; e < count; e++)
        {
            var spike = Vector256.Create(values[e]).AsSingle();
            var row = weights + places[e] * (IEventKernel.Quarter * quarters);
            sum0 = Vector256.FusedMultiplyAdd(spike, Vector256.Load(row), sum0);
            sum1 = Vector256.FusedMultiplyAdd(spike, Vector256.Load(row + 8), sum1);
            sum2 = Vector256.FusedMultiplyAdd(spike, Vector256.Load(row + 16), sum2);
            sum3 = Vector256.FusedMultiplyAdd(spike, Vector256.Load(row + 24), sum3);
        }
        sum0.Store(sums);
        sum1.Store(sums + 8);
        sum2.Store(sums + 16);
        sum3.Store(sums + 24);
    }
}
