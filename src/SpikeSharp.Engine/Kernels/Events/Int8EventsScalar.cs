namespace SpikeSharp.Engine.Kernels.Events;

/// <summary>8-bit weights, pairs of spikes, 16-bit sums: the plain loops that define the arithmetic.</summary>
/// <remarks>
/// The events of a chunk of weights cannot leave 16 bits (<see cref="Weights.EventWeights"/>); several chunks can, and say so.
/// </remarks>
internal unsafe struct Int8EventsScalar : IEventKernel
{
    public static string Name => "int8 scalar";

    public static int SpikesPerEvent => 2;

    public static int WeightBytes => 2;

    public static int SumBytes => sizeof(short);

    public static int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places, bool signed)
    {
        var count = 0;
        for (var i = 0; i < spikes; i += 2)
        {
            var pair = window[i] | (i + 1 < spikes ? window[i + 1] << 8 : 0);
            if (pair == 0)
                continue;
            values[count] = (uint)pair * 0x10001u;
            places[count++] = (ushort)(firstPlace + i / 2);
        }
        return count;
    }

    public static bool Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters
    {
        var sum = stackalloc int[TQuarters.Count * IEventKernel.Quarter];
        for (var o = 0; o < TQuarters.Count * IEventKernel.Quarter; o++)
            sum[o] = 0;
        for (var e = 0; e < count; e++)
        {
            int first = (int)(values[e] & 0xff),
                second = (int)(values[e] >> 8 & 0xff);
            var row = (sbyte*)weights + places[e] * (2 * IEventKernel.Quarter * TQuarters.Count);
            for (var o = 0; o < TQuarters.Count * IEventKernel.Quarter; o++)
                sum[o] += first * row[2 * o] + second * row[2 * o + 1];
        }
        var holds = true;
        var target = (short*)sums;
        for (var o = 0; o < TQuarters.Count * IEventKernel.Quarter; o++)
        {
            var after = target[o] + sum[o];
            target[o] = (short)after;
            holds &= target[o] == after;
        }
        return holds;
    }
}
