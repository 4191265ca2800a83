using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Planning;

/// <summary>Which channels are to be neighbours, so that as many pairs as possible are silent as a whole and are left out.</summary>
internal static class ChannelPairing
{
    private const int Group = ConvolutionPlan.OrderGroup;

    /// <summary>Channel at each place: each takes the free one that is silent with it most often, the most silent first; then two pairs
    /// swap partners as long as that gains.</summary>
    internal static int[] Order(ChannelStatistics statistics)
    {
        var order = new int[statistics.Channels];
        for (var first = 0; first < order.Length; first += Group)
        {
            var group = order.AsSpan(first, Math.Min(Group, order.Length - first));
            Pair(statistics, first, group);
            while (Improve(statistics, group)) { }
        }
        return order;
    }

    private static void Pair(ChannelStatistics statistics, int first, Span<int> group)
    {
        var free = Enumerable.Range(first, group.Length).OrderByDescending(c => statistics.Silent(c, c)).ToList();
        for (var place = 0; place < group.Length; place += 2)
        {
            var channel = group[place] = free[0];
            free.RemoveAt(0);
            if (free.Count == 0)
                break;
            var partner = free.MaxBy(c => statistics.Silent(channel, c));
            group[place + 1] = partner;
            free.Remove(partner);
        }
    }

    private static bool Improve(ChannelStatistics statistics, Span<int> group)
    {
        var improved = false;
        for (var p = 0; p + 1 < group.Length; p += 2)
        {
            for (var q = p + 2; q + 1 < group.Length; q += 2)
            {
                ref int b = ref group[p + 1],
                    c = ref group[q],
                    d = ref group[q + 1];
                int a = group[p],
                    now = statistics.Silent(a, b) + statistics.Silent(c, d);
                int crossed = statistics.Silent(a, c) + statistics.Silent(b, d),
                    turned = statistics.Silent(a, d) + statistics.Silent(c, b);
                if (Math.Max(crossed, turned) <= now)
                    continue;
                if (crossed >= turned)
                    (b, c) = (c, b);
                else
                    (b, d) = (d, b);
                improved = true;
            }
        }
        return improved;
    }
}
