using SpikeSharp.Engine.Kernels.Attention;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Heads for attention kernels; sums behind the head's last channel are nobody's.</summary>
internal static unsafe class AttentionCases
{
    private const int Lanes = IAttentionKernel.Lanes;

    public static Action KeyTimesValue<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IAttentionKernel
    {
        int width = length,
            padded = (width + Lanes - 1) / Lanes * Lanes;
        byte* key = Head(memory, width, variant),
            value = Head(memory, width, variant);
        var sums = (int*)memory.Room(width * padded * sizeof(int));
        for (var i = 0; i < width; i++)
            memory.Compare(sums + i * padded, width);
        return () => TKernel.AddKeyTimesValue(key, value, width, sums, padded);
    }

    public static Action Query<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IAttentionKernel
    {
        int width = length,
            padded = (width + Lanes - 1) / Lanes * Lanes;
        var query = Head(memory, width, variant);
        var sums = (int*)memory.Any(width * padded * sizeof(int));
        for (var i = 0; i < width * padded; i++)
            sums[i] >>= 16;
        var row = memory.Compare((int*)memory.Any(padded * sizeof(int)), width);
        return () => TKernel.Query(query, width, sums, padded, row);
    }

    // What lies behind the head fires too.
    private static byte* Head(KernelMemory memory, int width, int variant) =>
        memory.Spikes(width + IAttentionKernel.Slack, 1, 255, variant == 0 ? 0.3 : 1);
}
