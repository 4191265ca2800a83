using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>One step of burst neurons of one kind, known to the compiler: <see cref="BurstIf"/>, lane by lane.</summary>
internal interface IBurstRule
{
    /// <summary>Numbers that a neuron remembers.</summary>
    static abstract int Planes { get; }

    /// <summary>Charges, fires, resets.</summary>
    /// <param name="lanes">What the neurons remember.</param>
    /// <param name="u">Input current in units of the threshold.</param>
    /// <param name="t">Step, from 0.</param>
    /// <param name="p">Parameters.</param>
    /// <returns>Spikes, whole numbers −γ…γ.</returns>
    static abstract TLanes Step<TLanes>(ref BurstLanes<TLanes> lanes, TLanes u, int t, in BurstIfParameters p)
        where TLanes : unmanaged, ILanes<TLanes>;
}

/// <summary>Without calibration.</summary>
internal readonly struct PlainBurst : IBurstRule
{
    public static int Planes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Step<TLanes>(ref BurstLanes<TLanes> lanes, TLanes u, int t, in BurstIfParameters p)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var v = lanes.Membrane + u;
        var n = Fired(v, p.MaxSpikes);
        lanes.Membrane = v - n;
        return n;
    }

    // The comparison sends NaN to 0 spikes, as BurstIf does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Fired<TLanes>(TLanes v, int most)
        where TLanes : unmanaged, ILanes<TLanes> =>
        TLanes.IfAtLeast(v, TLanes.Create(1), TLanes.Min(TLanes.Floor(v), TLanes.Create(most)), TLanes.Create(0));
}

/// <summary>Signed, with a floor at what was sent.</summary>
internal readonly struct SignedBurst : IBurstRule
{
    public static int Planes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Step<TLanes>(ref BurstLanes<TLanes> lanes, TLanes u, int t, in BurstIfParameters p)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var v = lanes.Membrane + u;
        // ⌊v⌋ between −min(γ, N) and γ.
        var most = TLanes.Create(p.MaxSpikes);
        var n = TLanes.Max(TLanes.Min(TLanes.Floor(v), most), -TLanes.Min(most, lanes.Net));
        // Of NaN nothing: it is not at least itself.
        n = TLanes.IfAtLeast(v, v, n, TLanes.Create(0));
        lanes.Net += n;
        lanes.Membrane = v - n;
        return n;
    }
}

/// <summary>The corrected calibration.</summary>
internal readonly struct CorrectedBurst : IBurstRule
{
    public static int Planes => 5;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Step<TLanes>(ref BurstLanes<TLanes> lanes, TLanes u, int t, in BurstIfParameters p)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var zero = TLanes.Create(0);
        var sent = OtherBurst.Silenced(ref lanes, PlainBurst.Step(ref lanes, u, t, in p), t, p.Allowance);
        sent = TLanes.IfGreater(zero, lanes.Net + sent, zero, sent);
        lanes.Net += sent;
        if (p.RestoresMembrane)
            lanes.Membrane += TLanes.IfGreater(zero, sent, TLanes.Create(1), zero);
        return sent;
    }
}

/// <summary>Everything else: the published calibration, LeakyReLU, reset to zero.</summary>
internal readonly struct OtherBurst : IBurstRule
{
    public static int Planes => 5;

    public static TLanes Step<TLanes>(ref BurstLanes<TLanes> lanes, TLanes u, int t, in BurstIfParameters p)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var v = lanes.Membrane + u;
        var n = PlainBurst.Fired(v, p.MaxSpikes);
        if (p.NegativeSlope > 0)
        {
            var slope = TLanes.Create((float)p.NegativeSlope);
            var back = PlainBurst.Fired(-v * slope, p.MaxSpikes);
            lanes.Membrane = v - n + back / slope;
            return n - back;
        }
        var zero = TLanes.Create(0);
        lanes.Membrane = p.ResetsToZero ? TLanes.IfGreater(n, zero, zero, v - n) : v - n;
        if (p.Calibration == SpikeCalibration.None)
            return n;
        var sent = Silenced(ref lanes, n, t, p.Allowance);
        lanes.Net += sent;
        return TLanes.IfAtLeast(TLanes.Create(-1), lanes.Net, zero, sent);
    }

    /// <summary>Steps 1 to 3 of both calibrations: a neuron silent for longer than is usual for it takes a spike back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TLanes Silenced<TLanes>(ref BurstLanes<TLanes> lanes, TLanes n, int t, int allowance)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        TLanes now = TLanes.Create(t),
            zero = TLanes.Create(0),
            one = TLanes.Create(1);
        var firings = lanes.Firings + one;
        var interval = (now - lanes.LastFiring + lanes.Interval * lanes.Firings) / firings;
        lanes.Firings = TLanes.IfGreater(n, zero, firings, lanes.Firings);
        lanes.Interval = TLanes.IfGreater(n, zero, interval, lanes.Interval);
        lanes.LastFiring = TLanes.IfGreater(n, zero, now, lanes.LastFiring);
        return TLanes.IfGreater(now - lanes.LastFiring, lanes.Interval + TLanes.Create(allowance), n - one, n);
    }
}
