using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace SpikeSharp.Engine.Kernels.Events;

/// <summary><see cref="FloatEventsScalar"/> with 512-bit vectors.</summary>
/// <remarks>
/// A lane is one output in float32; sum0 and sum1 are the first quarter of a block, sum6 and sum7 the fourth. Events are added one after
/// the other with fused multiply-adds, in the order of the list: thereby every instruction set gives the same bits.
/// </remarks>
internal unsafe struct FloatEventsAvx512 : IEventKernel
{
    private static readonly Vector512<byte> Index = Vector512.CreateSequence<byte>(0, 1);

    public static string Name => "float avx512";

    public static int SpikesPerEvent => 1;

    public static int WeightBytes => sizeof(float);

    public static int SumBytes => sizeof(float);

    public static int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places, bool signed)
    {
        var count = 0;
        for (var i = 0; i < spikes; i += Vector512<byte>.Count)
        {
            var spikesHere = Vector512.Load(window + i);
            // Bytes behind the window's last spike belong to other pixels.
            if (spikes - i < Vector512<byte>.Count)
                spikesHere &= Vector512.LessThan(Index, Vector512.Create((byte)(spikes - i)));
            var fires = ~Vector512.Equals(spikesHere, Vector512<byte>.Zero);
            var found = BitOperations.PopCount(fires.ExtractMostSignificantBits());
            // Spikes that fire move to the front, and become floats sixteen at a time. Vectors are stored whole; what lies behind the last
            // event is overwritten or never read.
            var value = Avx512Vbmi2.Compress(Vector512<byte>.Zero, fires, spikesHere);
            var place = Avx512Vbmi2.Compress(Vector512<byte>.Zero, fires, Index);
            for (var k = 0; k < found; k += Vector512<int>.Count)
            {
                var sixteen = value.GetLower().GetLower();
                var numbers = signed ? Avx512F.ConvertToVector512Int32(sixteen.AsSByte()) : Avx512F.ConvertToVector512Int32(sixteen);
                Vector512.ConvertToSingle(numbers).AsUInt32().Store(values + count + k);
                value = Next(value);
            }
            var (low, high) = Vector512.Widen(place);
            (low + Vector512.Create((ushort)(firstPlace + i))).Store(places + count);
            (high + Vector512.Create((ushort)(firstPlace + i))).Store(places + count + Vector512<ushort>.Count);
            count += found;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters
    {
        var s = (float*)sums;
        Vector512<float> sum0 = Vector512.Load(s),
            sum1 = Vector512.Load(s + 16),
            sum2 = default,
            sum3 = default;
        Vector512<float> sum4 = default,
            sum5 = default,
            sum6 = default,
            sum7 = default;
        if (TQuarters.Count > 1)
            (sum2, sum3) = (Vector512.Load(s + 32), Vector512.Load(s + 48));
        if (TQuarters.Count > 2)
            (sum4, sum5) = (Vector512.Load(s + 64), Vector512.Load(s + 80));
        if (TQuarters.Count > 3)
            (sum6, sum7) = (Vector512.Load(s + 96), Vector512.Load(s + 112));
        for (var end = values + count; values < end; values++, places++)
        {
            var spike = Vector512.Create(values[0]).AsSingle();
            var row = (float*)(weights + places[0] * (nuint)(sizeof(float) * IEventKernel.Quarter * TQuarters.Count));
            sum0 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row), sum0);
            sum1 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row + 16), sum1);
            if (TQuarters.Count > 1)
            {
                sum2 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row + 32), sum2);
                sum3 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row + 48), sum3);
            }
            if (TQuarters.Count > 2)
            {
                sum4 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row + 64), sum4);
                sum5 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row + 80), sum5);
            }
            if (TQuarters.Count > 3)
            {
                sum6 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row + 96), sum6);
                sum7 = Vector512.FusedMultiplyAdd(spike, Vector512.Load(row + 112), sum7);
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
        return true;
    }

    // The next sixteen bytes come to the front.
    private static Vector512<byte> Next(Vector512<byte> v) => Avx512F.AlignRight32(v.AsUInt32(), v.AsUInt32(), 4).AsByte();
}
