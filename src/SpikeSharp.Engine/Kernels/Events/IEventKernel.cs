using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Kernels.Events;

/// <summary>Event-driven accumulation: lists the non-zero spikes of a window once, then adds the weights of those only.</summary>
/// <remarks>
/// An event covers <see cref="SpikesPerEvent"/> neighbouring spikes. Weights lie as [event][output], outputs in quarters of <see
/// cref="Quarter"/>; a block is one to four quarters wide. Every implementation of one arithmetic gives the same sums.
/// </remarks>
internal unsafe interface IEventKernel
{
    /// <summary>Outputs of a quarter.</summary>
    const int Quarter = 32;

    /// <summary>Quarters of the widest block.</summary>
    const int MostQuarters = 4;

    /// <summary>Room that a list needs beyond its events, because vectors are stored whole.</summary>
    const int ListSlack = 64;

    /// <summary>Bytes behind a window that may be read, because vectors are loaded whole; what they hold does not matter.</summary>
    const int WindowSlack = 63;

    /// <summary>For tables.</summary>
    static abstract string Name { get; }

    /// <summary>Neighbouring spikes that one event covers.</summary>
    static abstract int SpikesPerEvent { get; }

    /// <summary>Bytes of weights for one event and one output.</summary>
    static abstract int WeightBytes { get; }

    /// <summary>Bytes of one partial sum.</summary>
    static abstract int SumBytes { get; }

    /// <summary>Puts the spikes of a pixel in another order.</summary>
    /// <param name="pixel">The spikes; a whole group of <see cref="ConvolutionPlan.OrderGroup"/> may be read where a part is there.</param>
    /// <param name="target">Where they go, whole groups.</param>
    /// <param name="order">Place in its group from which each comes.</param>
    /// <param name="spikes">How many.</param>
    static virtual void Reorder(byte* pixel, byte* target, byte* order, int spikes)
    {
        for (var i = 0; i < spikes; i++)
            target[i] = pixel[i / ConvolutionPlan.OrderGroup * ConvolutionPlan.OrderGroup + order[i]];
    }

    /// <summary>Lists the events of a window that are not zero.</summary>
    /// <param name="window">Spikes, a byte each, and <see cref="WindowSlack"/> bytes more.</param>
    /// <param name="spikes">How many.</param>
    /// <param name="firstPlace">Place of the first event.</param>
    /// <param name="values">What the kernel multiplies with, one an event; room for all events and <see cref="ListSlack"/> more.</param>
    /// <param name="places">Which row of weights it meets; as much room.</param>
    /// <param name="signed">Whether bytes are signed; kernels of pairs take none such.</param>
    /// <returns>Events listed.</returns>
    static abstract int List(byte* window, int spikes, int firstPlace, uint* values, ushort* places, bool signed);

    /// <summary>Adds the weights of listed events to the sums of one pixel.</summary>
    /// <returns>Whether the sums hold what they should; false when one of them has left its 16 bits, while those of the listed events alone
    /// never do.</returns>
    static abstract bool Accumulate<TQuarters>(byte* weights, uint* values, ushort* places, int count, byte* sums)
        where TQuarters : struct, IQuarters;
}

/// <summary>Width of a block in quarters, known to the compiler.</summary>
internal interface IQuarters
{
    /// <summary>1 to 4.</summary>
    static abstract int Count { get; }
}

internal readonly struct OneQuarter : IQuarters
{
    public static int Count => 1;
}

internal readonly struct TwoQuarters : IQuarters
{
    public static int Count => 2;
}

internal readonly struct ThreeQuarters : IQuarters
{
    public static int Count => 3;
}

internal readonly struct FourQuarters : IQuarters
{
    public static int Count => 4;
}
