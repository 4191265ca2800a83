using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>What some burst integrate-and-fire neurons remember, a neuron in each lane.</summary>
/// <remarks>Counts and steps are whole numbers below 2^24, which float32 holds.</remarks>
internal unsafe struct BurstLanes<TLanes>
    where TLanes : unmanaged, ILanes<TLanes>
{
    /// <summary>v, in units of the threshold.</summary>
    internal TLanes Membrane;

    /// <summary>N, spikes sent less those taken back.</summary>
    internal TLanes Net;

    /// <summary>Step of the last firing.</summary>
    internal TLanes LastFiring;

    /// <summary>Firings so far.</summary>
    internal TLanes Firings;

    /// <summary>Mean of the intervals between firings.</summary>
    internal TLanes Interval;

    /// <summary>Reads as many planes as there are; the others are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static BurstLanes<TLanes> Load(float* state, nint plane, int planes)
    {
        var lanes = new BurstLanes<TLanes> { Membrane = TLanes.Load(state) };
        if (planes > 1)
            lanes.Net = TLanes.Load(state + plane);
        if (planes <= 2)
            return lanes;
        lanes.LastFiring = TLanes.Load(state + 2 * plane);
        lanes.Firings = TLanes.Load(state + 3 * plane);
        lanes.Interval = TLanes.Load(state + 4 * plane);
        return lanes;
    }

    /// <summary>Writes them.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly void Store(float* state, nint plane, int planes)
    {
        Membrane.Store(state);
        if (planes > 1)
            Net.Store(state + plane);
        if (planes <= 2)
            return;
        LastFiring.Store(state + 2 * plane);
        Firings.Store(state + 3 * plane);
        Interval.Store(state + 4 * plane);
    }
}
