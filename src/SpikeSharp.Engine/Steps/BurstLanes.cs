using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Engine.Steps;

/// <summary>Sixteen burst integrate-and-fire neurons in float32: <see cref="BurstIf"/>, lane by lane.</summary>
/// <remarks>
/// Counts and steps are whole numbers below 2^24, which float32 holds. Nothing is fused, so every width of vectors gives the same bits.
/// </remarks>
internal struct BurstLanes
{
    internal const int Count = 16;

    internal Vector512<float> Membrane;
    internal Vector512<float> Net;
    internal Vector512<float> LastFiring;
    internal Vector512<float> Firings;
    internal Vector512<float> Interval;

    /// <summary>Numbers that a neuron remembers.</summary>
    internal static int Planes(in BurstIfParameters p) =>
        p.Calibration switch
        {
            SpikeCalibration.None => 1,
            SpikeCalibration.Signed => 2,
            _ => 5,
        };

    /// <summary>Reads the planes; lanes beyond the last channel read what lies behind.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static unsafe BurstLanes Load(float* state, nint channels, int planes)
    {
        var lanes = new BurstLanes { Membrane = Vector512.Load(state) };
        if (planes > 1)
            lanes.Net = Vector512.Load(state + channels);
        if (planes <= 2)
            return lanes;
        lanes.LastFiring = Vector512.Load(state + 2 * channels);
        lanes.Firings = Vector512.Load(state + 3 * channels);
        lanes.Interval = Vector512.Load(state + 4 * channels);
        return lanes;
    }

    /// <summary>Writes the planes of some lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal readonly unsafe void Store(float* state, nint channels, int planes, int lanes)
    {
        OutputStage.Store(Membrane, state, lanes);
        if (planes > 1)
            OutputStage.Store(Net, state + channels, lanes);
        if (planes <= 2)
            return;
        OutputStage.Store(LastFiring, state + 2 * channels, lanes);
        OutputStage.Store(Firings, state + 3 * channels, lanes);
        OutputStage.Store(Interval, state + 4 * channels, lanes);
    }
}

/// <summary>One step of sixteen neurons of one kind, known to the compiler.</summary>
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
    static abstract Vector512<float> Step(ref BurstLanes lanes, Vector512<float> u, int t, in BurstIfParameters p);
}

/// <summary>Without calibration.</summary>
internal readonly struct PlainBurst : IBurstRule
{
    public static int Planes => 1;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(ref BurstLanes lanes, Vector512<float> u, int t, in BurstIfParameters p)
    {
        var v = lanes.Membrane + u;
        var n = Fired(v, p.MaxSpikes);
        lanes.Membrane = v - n;
        return n;
    }

    // The comparison sends NaN to 0 spikes, as BurstIf does.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Fired(Vector512<float> v, int most) =>
        Vector512.ConditionalSelect(
            Vector512.GreaterThanOrEqual(v, Vector512<float>.One),
            Vector512.Min(Vector512.Floor(v), Vector512.Create((float)most)),
            Vector512<float>.Zero
        );
}

/// <summary>Signed, with a floor at what was sent.</summary>
internal readonly struct SignedBurst : IBurstRule
{
    public static int Planes => 2;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<float> Step(ref BurstLanes lanes, Vector512<float> u, int t, in BurstIfParameters p)
    {
        var v = lanes.Membrane + u;
        // ⌊v⌋ between −min(γ, N) and γ; of NaN nothing.
        var most = Vector512.Create((float)p.MaxSpikes);
        var n = Vector512.Max(Vector512.Min(Vector512.Floor(v), most), -Vector512.Min(most, lanes.Net));
        n = Vector512.ConditionalSelect(Vector512.Equals(v, v), n, Vector512<float>.Zero);
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
    public static Vector512<float> Step(ref BurstLanes lanes, Vector512<float> u, int t, in BurstIfParameters p)
    {
        var sent = OtherBurst.Silenced(ref lanes, PlainBurst.Step(ref lanes, u, t, in p), t, p.Allowance);
        sent = Vector512.ConditionalSelect(Vector512.LessThan(lanes.Net + sent, Vector512<float>.Zero), Vector512<float>.Zero, sent);
        lanes.Net += sent;
        if (p.RestoresMembrane)
            lanes.Membrane += Vector512.ConditionalSelect(
                Vector512.LessThan(sent, Vector512<float>.Zero),
                Vector512<float>.One,
                Vector512<float>.Zero
            );
        return sent;
    }
}

/// <summary>Everything else: the published calibration, LeakyReLU, reset to zero.</summary>
internal readonly struct OtherBurst : IBurstRule
{
    public static int Planes => 5;

    public static Vector512<float> Step(ref BurstLanes lanes, Vector512<float> u, int t, in BurstIfParameters p)
    {
        var v = lanes.Membrane + u;
        var n = PlainBurst.Fired(v, p.MaxSpikes);
        if (p.NegativeSlope > 0)
        {
            var slope = Vector512.Create((float)p.NegativeSlope);
            var back = PlainBurst.Fired(-v * slope, p.MaxSpikes);
            lanes.Membrane = v - n + back / slope;
            return n - back;
        }
        lanes.Membrane = p.ResetsToZero
            ? Vector512.ConditionalSelect(Vector512.GreaterThan(n, Vector512<float>.Zero), Vector512<float>.Zero, v - n)
            : v - n;
        if (p.Calibration == SpikeCalibration.None)
            return n;
        var sent = Silenced(ref lanes, n, t, p.Allowance);
        lanes.Net += sent;
        return Vector512.ConditionalSelect(Vector512.LessThanOrEqual(lanes.Net, -Vector512<float>.One), Vector512<float>.Zero, sent);
    }

    /// <summary>Steps 1 to 3 of both calibrations: a neuron silent for longer than is usual for it takes a spike back.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<float> Silenced(ref BurstLanes lanes, Vector512<float> n, int t, int allowance)
    {
        Vector512<float> now = Vector512.Create((float)t),
            fires = Vector512.GreaterThan(n, Vector512<float>.Zero);
        var firings = lanes.Firings + Vector512<float>.One;
        var interval = (now - lanes.LastFiring + lanes.Interval * lanes.Firings) / firings;
        lanes.Firings = Vector512.ConditionalSelect(fires, firings, lanes.Firings);
        lanes.Interval = Vector512.ConditionalSelect(fires, interval, lanes.Interval);
        lanes.LastFiring = Vector512.ConditionalSelect(fires, now, lanes.LastFiring);
        var silent = Vector512.GreaterThan(now - lanes.LastFiring, lanes.Interval + Vector512.Create((float)allowance));
        return Vector512.ConditionalSelect(silent, n - Vector512<float>.One, n);
    }
}
