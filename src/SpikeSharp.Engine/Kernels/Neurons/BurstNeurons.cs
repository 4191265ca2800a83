using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>Burst neurons: what they remember goes to memory and back once for the time steps that go together.</summary>
/// <remarks>A lane holds a channel of one pixel.</remarks>
internal static unsafe class BurstNeurons
{
    /// <summary>Finishes a row of pixels for one of its layers of neurons; the first keeps the sum for whoever else reads it.</summary>
    internal static void Row<TSum, TLanes>(in SumRow row, int k)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        ref readonly var p = ref row.Neurons[k].Burst;
        if (p is { NegativeSlope: > 0 } or { ResetsToZero: true })
        {
            Row<TSum, TLanes, OtherBurst>(in row, k);
            return;
        }
        switch (p.Calibration)
        {
            case SpikeCalibration.None:
                Row<TSum, TLanes, PlainBurst>(in row, k);
                break;
            case SpikeCalibration.Published:
                Row<TSum, TLanes, OtherBurst>(in row, k);
                break;
            case SpikeCalibration.Corrected:
                Row<TSum, TLanes, CorrectedBurst>(in row, k);
                break;
            case SpikeCalibration.Signed:
                Row<TSum, TLanes, SignedBurst>(in row, k);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(row), p.Calibration, "no kernel has this calibration");
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Row<TSum, TLanes, TRule>(in SumRow row, int k)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
        where TRule : struct, IBurstRule
    {
        int channels = row.Channels,
            whole = channels - channels % TLanes.Count;
        for (var i = 0; i < row.Pixels; i++)
        {
            for (var c = 0; c < whole; c += TLanes.Count)
                Pass<TSum, TLanes, TRule>(in row, in row.Neurons[k], k == 0, i, c);
            for (var c = whole; c < channels; c++)
                Pass<TSum, ScalarLanes, TRule>(in row, in row.Neurons[k], k == 0, i, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Pass<TSum, TLanes, TRule>(in SumRow row, in NeuronRow neurons, bool keeps, int pixel, int c)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
        where TRule : struct, IBurstRule
    {
        var sums = row.Sums + pixel * row.SumPixel;
        byte* value = keeps && row.Value.First != null ? row.Value.At(0, pixel) : null,
            spikes = neurons.Output.At(0, pixel) + c;
        var remembered = neurons.State + pixel * neurons.StatePixel + c;
        var planes = Math.Min(TRule.Planes, neurons.Planes);
        var lanes = BurstLanes<TLanes>.Load(remembered, neurons.StatePlane, planes);
        TLanes scale = TLanes.Load(row.Scale + c),
            bias = TLanes.Load(row.Bias + c),
            reciprocal = TLanes.Load(neurons.Numbers + c);
        for (var t = 0; t < row.Steps; t++)
        {
            var x = row.Load<TSum, TLanes>(sums + t * row.SumStep, scale, bias, t, pixel, c);
            if (value != null && t < row.ValueSteps)
                x.Store((float*)(value + t * row.Value.Step) + c);
            TRule.Step(ref lanes, x * reciprocal, row.Before + t, in neurons.Burst).StoreRounded(spikes + t * neurons.Output.Step);
        }
        lanes.Store(remembered, neurons.StatePlane, planes);
    }
}
