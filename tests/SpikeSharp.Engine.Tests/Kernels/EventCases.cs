using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Tests.Kernels;

/// <summary>Windows, lists and weights for event kernels.</summary>
internal static unsafe class EventCases
{
    // Blocks of one to four quarters, sums from zero and at the end of their range.
    public const int AddVariants = 8;

    // Events meet rows of weights again, as those of a network do.
    private const int MostRows = 24;

    private const int SlackBytes = IEventKernel.WindowSlack;

    // 0, 1: few spikes, all spikes. 2, 3: the same with a sign.
    public static Action List<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IEventKernel
    {
        var signed = variant >= 2;
        var window = memory.Spikes(length + SlackBytes, 1, 255, variant % 2 == 0 ? 0.3 : 1);
        // What lies behind the window is set, and must not be listed.
        new Span<byte>(window + length, SlackBytes).Fill(1);
        var events = (length + TKernel.SpikesPerEvent - 1) / TKernel.SpikesPerEvent;
        var values = (uint*)memory.Room((events + IEventKernel.ListSlack) * sizeof(uint));
        var places = (ushort*)memory.Room((events + IEventKernel.ListSlack) * sizeof(ushort));
        var count = memory.Compare((int*)memory.Room(sizeof(int)), 1);
        // Only what is listed counts.
        var listed = memory.Compare((uint*)memory.Room(events * sizeof(uint)), events);
        var listedPlaces = memory.Compare((ushort*)memory.Room(events * sizeof(ushort)), events);
        return () =>
        {
            *count = TKernel.List(window, length, 1000, values, places, signed);
            for (var i = 0; i < *count && i < events; i++)
                (listed[i], listedPlaces[i]) = (values[i], places[i]);
        };
    }

    public static Action Reorder<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IEventKernel
    {
        const int Group = ConvolutionPlan.OrderGroup;
        var whole = (length + Group - 1) / Group * Group;
        var pixel = memory.Any(whole);
        var order = memory.Room(whole);
        for (var first = 0; first < whole; first += Group)
        {
            // A part of a group is ordered within itself.
            var places = Enumerable.Range(0, Math.Min(Group, length - first)).Select(i => (byte)i).ToArray();
            for (var i = places.Length - 1; i > 0; i--)
            {
                var j = memory.Next(i + 1);
                (places[i], places[j]) = (places[j], places[i]);
            }
            places.CopyTo(new Span<byte>(order + first, Group));
        }
        var target = memory.Room(whole);
        memory.Compare(target, length);
        return () => TKernel.Reorder(pixel, target, order, length);
    }

    public static Action AddInt8<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IEventKernel
    {
        int quarters = variant % 4 + 1,
            outputs = quarters * IEventKernel.Quarter,
            rows = Math.Min(length, MostRows) + 1;
        var full = variant >= 4;
        var weights = memory.Any(rows * outputs * 2);
        // Sums of the listed events stay within 16 bits; one event alone may reach their end: 2 · 127 · 129 = 32,766.
        int most = length <= 1 ? 129 : 3,
            largest = Math.Clamp(short.MaxValue / (2 * most * Math.Max(1, length)), 1, 127);
        for (var i = 0; i < rows * outputs * 2; i++)
            weights[i] = length == 1 && i % 3 == 0 ? (byte)127 : (byte)(memory.Next(2 * largest + 1) - largest);
        var values = (uint*)memory.Room((length + IEventKernel.ListSlack) * sizeof(uint));
        var places = (ushort*)memory.Room((length + IEventKernel.ListSlack) * sizeof(ushort));
        for (var e = 0; e < length; e++)
        {
            var pair = length == 1 ? 0x8181u : (uint)(memory.Next(most + 1) | memory.Next(most + 1) << 8);
            (values[e], places[e]) = (pair * 0x10001u, (ushort)memory.Next(rows));
        }
        // Behind the list lies anything.
        (values[length], places[length]) = (0x03030303u, 0);
        var sums = (short*)memory.Room(outputs * sizeof(short));
        for (var o = 0; o < outputs && full; o++)
            sums[o] = (o % 3) switch
            {
                0 => (short)(short.MaxValue - memory.Next(length + 1)),
                1 => (short)(short.MinValue + memory.Next(length + 1)),
                _ => (short)memory.Next(100),
            };
        memory.Compare(sums, outputs);
        return Add<TKernel>(memory, weights, values, places, length, (byte*)sums, quarters);
    }

    public static Action AddFloat<TKernel>(KernelMemory memory, int length, int variant)
        where TKernel : struct, IEventKernel
    {
        int quarters = variant % 4 + 1,
            outputs = quarters * IEventKernel.Quarter,
            rows = Math.Min(length, MostRows) + 1;
        var weights = memory.Reals(rows * outputs, edges: variant >= 4);
        var values = (uint*)memory.Reals(length);
        var places = (ushort*)memory.Room(length * sizeof(ushort));
        for (var e = 0; e < length; e++)
            (((float*)values)[e], places[e]) = (memory.Next(11) - 5, (ushort)memory.Next(rows));
        var sums = memory.Compare(memory.Reals(outputs), outputs);
        return Add<TKernel>(memory, (byte*)weights, values, places, length, (byte*)sums, quarters);
    }

    private static Action Add<TKernel>(
        KernelMemory memory,
        byte* weights,
        uint* values,
        ushort* places,
        int count,
        byte* sums,
        int quarters
    )
        where TKernel : struct, IEventKernel
    {
        var holds = memory.Compare(memory.Room(1), 1);
        return () =>
            *holds =
                (
                    quarters switch
                    {
                        1 => TKernel.Accumulate<OneQuarter>(weights, values, places, count, sums),
                        2 => TKernel.Accumulate<TwoQuarters>(weights, values, places, count, sums),
                        3 => TKernel.Accumulate<ThreeQuarters>(weights, values, places, count, sums),
                        _ => TKernel.Accumulate<FourQuarters>(weights, values, places, count, sums),
                    }
                )
                    ? (byte)1
                    : (byte)0;
    }
}
