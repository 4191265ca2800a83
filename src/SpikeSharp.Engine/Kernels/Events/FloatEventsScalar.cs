using System.Runtime.CompilerServices;

namespace SpikeSharp.Engine.Kernels.Events;

/// <summary>Float weights, single spikes, float32 sums by fused multiply-add: the plain loops that define the arithmetic.</summary>
internal unsafe struct FloatEventsScalar : IEventKernel
{
    public static string Name => "float scalar";

    public static int SpikesPerEvent => 1;

    public static int WeightBytes => sizeof(float);

    public static int SumBytes => sizeof(float);

    public static int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places, bool signed)
    {
        var count = 0;
        for (var i = 0; i < spikes; i++)
        {
            if (window[i] == 0)
                continue;
            values[count] = BitConverter.SingleToUInt32Bits(signed ? (sbyte)window[i] : window[i]);
            places[count++] = (ushort)(firstPlace + i);
        }
        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters
    {
        var target = (float*)sums;
        for (var e = 0; e < count; e++)
        {
            var spike = BitConverter.UInt32BitsToSingle(values[e]);
            var row = (float*)weights + places[e] * (IEventKernel.Quarter * TQuarters.Count);
            for (var o = 0; o < TQuarters.Count * IEventKernel.Quarter; o++)
                target[o] = MathF.FusedMultiplyAdd(spike, row[o], target[o]);
        }
        return true;
    }
}
