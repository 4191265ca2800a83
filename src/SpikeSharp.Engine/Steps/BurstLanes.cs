using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Engine.Steps;

/// <summary>Eight burst integrate-and-fire neurons in float32: <see cref="BurstIf"/>, lane by lane.</summary>
/// <remarks>Counts and steps are whole numbers below 2^24, which float32 holds.</remarks>
internal struct BurstLanes
{
    private Vector256<float> _membrane;
    private Vector256<float> _net;
    private Vector256<float> _lastFiring;
    private Vector256<float> _firings;
    private Vector256<float> _interval;

    /// <summary>Numbers that a neuron remembers.</summary>
    internal static int Planes(in BurstIfParameters p) => p.Calibration switch { SpikeCalibration.None => 1, SpikeCalibration.Signed => 2, _ => 5 };

    /// <summary>Reads the planes; lanes beyond the last channel read what lies behind.</summary>
    internal static unsafe BurstLanes Load(float* state, int channels, int planes)
    {
        var lanes = new BurstLanes { _membrane = Vector256.Load(state) };
        if (planes > 1) lanes._net = Vector256.Load(state + channels);
        if (planes <= 2) return lanes;
        lanes._lastFiring = Vector256.Load(state + 2 * (nint)channels);
        lanes._firings = Vector256.Load(state + 3 * (nint)channels);
        lanes._interval = Vector256.Load(state + 4 * (nint)channels);
        return lanes;
    }

    /// <summary>Writes the planes of some lanes.</summary>
    internal readonly unsafe void Store(float* state, int channels, int planes, int lanes)
    {
        OutputStage.Store(_membrane, state, lanes);
        if (planes > 1) OutputStage.Store(_net, state + channels, lanes);
        if (planes <= 2) return;
        OutputStage.Store(_lastFiring, state + 2 * (nint)channels, lanes);
        OutputStage.Store(_firings, state + 3 * (nint)channels, lanes);
        OutputStage.Store(_interval, state + 4 * (nint)channels, lanes);
    }

    /// <summary>One step.</summary>
    /// <param name="u">Input current in units of the threshold.</param>
    /// <param name="t">Step, from 0.</param>
    /// <param name="p">Parameters.</param>
    /// <returns>Spikes, whole numbers −γ…γ.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Vector256<float> Step(Vector256<float> u, int t, in BurstIfParameters p)
    {
        Vector256<float> most = Vector256.Create((float)p.MaxSpikes), v = _membrane + u;
        // The comparison sends NaN to 0 spikes, as BurstIf does.
        var n = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(v, Vector256<float>.One), Vector256.Min(Vector256.Floor(v), most), Vector256<float>.Zero);
        if (p.NegativeSlope > 0) return Leaky(v, n, most, (float)p.NegativeSlope);
        if (p.Calibration == SpikeCalibration.Signed)
        {
            var back = Vector256.Min(Vector256.Min(most, _net), Vector256.Ceiling(-v));
            n = Vector256.ConditionalSelect(Vector256.LessThan(v, Vector256<float>.Zero), -back, n);
            _net += n;
        }
        _membrane = p.ResetsToZero ? Vector256.ConditionalSelect(Vector256.GreaterThan(n, Vector256<float>.Zero), Vector256<float>.Zero, v - n) : v - n;
        return p.Calibration is SpikeCalibration.None or SpikeCalibration.Signed ? n : Calibrate(n, t, in p);
    }

    private Vector256<float> Leaky(Vector256<float> v, Vector256<float> n, Vector256<float> most, float slope)
    {
        var down = -v * Vector256.Create(slope);
        var back = Vector256.ConditionalSelect(Vector256.GreaterThanOrEqual(down, Vector256<float>.One), Vector256.Min(Vector256.Floor(down), most), Vector256<float>.Zero);
        _membrane = v - n + back / Vector256.Create(slope);
        return n - back;
    }

    private Vector256<float> Calibrate(Vector256<float> n, int t, in BurstIfParameters p)
    {
        Vector256<float> now = Vector256.Create((float)t), one = Vector256<float>.One, zero = Vector256<float>.Zero;
        var fires = Vector256.GreaterThan(n, zero);
        var firings = _firings + one;
        var interval = (now - _lastFiring + _interval * _firings) / firings;
        _firings = Vector256.ConditionalSelect(fires, firings, _firings);
        _interval = Vector256.ConditionalSelect(fires, interval, _interval);
        _lastFiring = Vector256.ConditionalSelect(fires, now, _lastFiring);
        var silent = Vector256.GreaterThan(now - _lastFiring, _interval + Vector256.Create((float)p.Allowance));
        var sent = Vector256.ConditionalSelect(silent, n - one, n);
        if (p.Calibration == SpikeCalibration.Published)
        {
            _net += sent;
            return Vector256.ConditionalSelect(Vector256.LessThanOrEqual(_net, -one), zero, sent);
        }
        sent = Vector256.ConditionalSelect(Vector256.LessThan(_net + sent, zero), zero, sent);
        _net += sent;
        if (p.RestoresMembrane) _membrane += Vector256.ConditionalSelect(Vector256.LessThan(sent, zero), one, zero);
        return sent;
    }
}
