using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Kernels.Events;

/// <summary><see cref="Int8EventsScalar"/> with 512-bit vectors: one vpmaddubsw for 32 outputs of an event.</summary>
/// <remarks>
/// A lane has 16 bits and is one output; sum0 … sum3 are the quarters of a block. An event is the two spikes of a pair, repeated in every
/// lane. A row of weights has two signed bytes an output, so vpmaddubsw gives first · w₁ + second · w₂ for 32 outputs. It saturates, but
/// never here: <see cref="Weights.EventWeights"/> cuts chunks such that the events of one cannot leave 16 bits. Only the addition to the
/// sums in memory can, and <see cref="Add"/> tells.
/// </remarks>
internal unsafe struct Int8EventsAvx512 : IEventKernel
{
    private static Vector512<ushort> Index => Vector512.CreateSequence<ushort>(0, 1);

    public static string Name => "int8 avx512";

    public static int SpikesPerEvent => 2;

    public static int WeightBytes => 2;

    public static int SumBytes => sizeof(short);

    public static void Reorder(byte* pixel, byte* target, byte* order, int spikes)
    {
        for (var i = 0; i < spikes; i += ConvolutionPlan.OrderGroup)
        {
            Vector512<byte> low = Vector512.Load(pixel + i),
                high = Vector512.Load(pixel + i + 64);
            Avx512Vbmi.PermuteVar64x8x2(low, Vector512.Load(order + i), high).Store(target + i);
            if (i + 64 < spikes)
                Avx512Vbmi.PermuteVar64x8x2(low, Vector512.Load(order + i + 64), high).Store(target + i + 64);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places, bool signed)
    {
        int count = 0,
            pairs = (spikes + 1) / 2;
        for (var i = 0; i < pairs; i += Vector512<ushort>.Count)
        {
            var spikesHere = Vector512.Load((ushort*)window + i);
            var rest = spikes - 2 * i;
            // Bytes behind the window's last spike belong to other pixels.
            if (rest < Vector512<byte>.Count)
                spikesHere &= FirstBytes(rest);
            var fires = ~Vector512.Equals(spikesHere, Vector512<ushort>.Zero);
            var found = BitOperations.PopCount(fires.ExtractMostSignificantBits());
            // Pairs that fire move to the front. Vectors are stored whole; what lies behind the last event is overwritten or never read.
            var pair = Avx512Vbmi2.Compress(Vector512<ushort>.Zero, fires, spikesHere);
            var place = Avx512Vbmi2.Compress(Vector512<ushort>.Zero, fires, Index + Vector512.Create((ushort)(firstPlace + i)));
            var twice = Vector512.Create(0x10001u);
            (Vector512.WidenLower(pair) * twice).Store(values + count);
            if (found > 16)
                (Vector512.WidenUpper(pair) * twice).Store(values + count + 16);
            place.Store(places + count);
            count += found;
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters
    {
        Vector512<short> sum0 = default,
            sum1 = default,
            sum2 = default,
            sum3 = default;
        var last = values + count - 1;
        // Two at a time, with addresses in whole registers: the loop's own work would otherwise take a share of what the ports can issue.
        for (; values < last; values += 2, places += 2)
        {
            Vector512<byte> pair = Vector512.Create(values[0]).AsByte(),
                next = Vector512.Create(values[1]).AsByte();
            var row = (sbyte*)weights + places[0] * (nuint)(2 * IEventKernel.Quarter * TQuarters.Count);
            var nextRow = (sbyte*)weights + places[1] * (nuint)(2 * IEventKernel.Quarter * TQuarters.Count);
            sum0 += Avx512BW.MultiplyAddAdjacent(pair, Vector512.Load(row));
            if (TQuarters.Count > 1)
                sum1 += Avx512BW.MultiplyAddAdjacent(pair, Vector512.Load(row + 64));
            if (TQuarters.Count > 2)
                sum2 += Avx512BW.MultiplyAddAdjacent(pair, Vector512.Load(row + 128));
            if (TQuarters.Count > 3)
                sum3 += Avx512BW.MultiplyAddAdjacent(pair, Vector512.Load(row + 192));
            sum0 += Avx512BW.MultiplyAddAdjacent(next, Vector512.Load(nextRow));
            if (TQuarters.Count > 1)
                sum1 += Avx512BW.MultiplyAddAdjacent(next, Vector512.Load(nextRow + 64));
            if (TQuarters.Count > 2)
                sum2 += Avx512BW.MultiplyAddAdjacent(next, Vector512.Load(nextRow + 128));
            if (TQuarters.Count > 3)
                sum3 += Avx512BW.MultiplyAddAdjacent(next, Vector512.Load(nextRow + 192));
        }
        // The odd one is always added, as nothing where there is none: half of the branches on it would be guessed wrong.
        var odd = 0u - (uint)(count & 1);
        var rest = Vector512.Create(values[0] & odd).AsByte();
        var restRow = (sbyte*)weights + (places[0] & odd) * (nuint)(2 * IEventKernel.Quarter * TQuarters.Count);
        sum0 += Avx512BW.MultiplyAddAdjacent(rest, Vector512.Load(restRow));
        if (TQuarters.Count > 1)
            sum1 += Avx512BW.MultiplyAddAdjacent(rest, Vector512.Load(restRow + 64));
        if (TQuarters.Count > 2)
            sum2 += Avx512BW.MultiplyAddAdjacent(rest, Vector512.Load(restRow + 128));
        if (TQuarters.Count > 3)
            sum3 += Avx512BW.MultiplyAddAdjacent(rest, Vector512.Load(restRow + 192));
        var s = (short*)sums;
        var off = Add(sum0, s);
        if (TQuarters.Count > 1)
            off |= Add(sum1, s + 32);
        if (TQuarters.Count > 2)
            off |= Add(sum2, s + 64);
        if (TQuarters.Count > 3)
            off |= Add(sum3, s + 96);
        return off == Vector512<short>.Zero;
    }

    /// <summary>Adds to the sums in memory; not zero where they have left 16 bits.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Add(Vector512<short> sum, short* target)
    {
        var before = Vector512.Load(target);
        var after = before + sum;
        after.Store(target);
        // A lane that wrapped differs from the same lane saturated; all others are equal.
        return Avx512BW.AddSaturate(before, sum) ^ after;
    }

    private static Vector512<ushort> FirstBytes(int count) =>
        Vector512.LessThan(Vector512.CreateSequence<byte>(0, 1), Vector512.Create((byte)count)).AsUInt16();
}
