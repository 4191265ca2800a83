using System.Diagnostics;
using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>Neurons that remember what a step has left over, several time steps, residuals of any kind, and ReLU.</summary>
/// <remarks>
/// A lane holds a channel of one pixel, and time passes before the next vector, so that what neurons remember stays in registers or near
/// them.
/// </remarks>
internal static unsafe class NeuronsOverTime
{
    /// <summary>Finishes a row of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Row<TSum, TLanes>(in SumRow row, in Borderline borderline)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var afterReset = stackalloc TLanes[row.NeuronCount];
        var scalarAfterReset = stackalloc ScalarLanes[row.NeuronCount];
        int channels = row.Channels,
            whole = channels - channels % TLanes.Count;
        for (var i = 0; i < row.Pixels; i++)
        {
            for (var c = 0; c < whole; c += TLanes.Count)
                Pass<TSum, TLanes>(in row, in borderline, i, c, afterReset);
            for (var c = whole; c < channels; c++)
                Pass<TSum, ScalarLanes>(in row, in borderline, i, c, scalarAfterReset);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pass<TSum, TLanes>(in SumRow row, in Borderline borderline, int pixel, int c, TLanes* afterReset)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var sums = row.Sums + pixel * row.SumPixel;
        TLanes scale = TLanes.Load(row.Scale + c),
            bias = TLanes.Load(row.Bias + c);
        for (var k = 0; k < row.NeuronCount; k++)
            afterReset[k] = TLanes.Create(0);
        for (var t = 0; t < row.Steps; t++)
        {
            var x = row.Load<TSum, TLanes>(sums + t * row.SumStep, scale, bias, t, pixel, c);
            if (row.Value.First != null && t < row.ValueSteps)
                x.Store((float*)row.Value.At(t, pixel) + c);
            for (var k = 0; k < row.NeuronCount; k++)
            {
                ref var neurons = ref row.Neurons[k];
                if (t >= neurons.Steps)
                    continue;
                if (neurons.Equation == NeuronKind.Relu)
                    Rectify(in neurons, x, c).Store((float*)neurons.Output.At(t, pixel) + c);
                else
                    Fire(in neurons, in borderline, k, t, pixel, c, x, ref afterReset[k]);
            }
        }
    }

    /// <summary>U = β·H + X; spikes; H = U − θ·S (spec 1.1 and 1.3).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Fire<TLanes>(in NeuronRow neurons, in Borderline borderline, int k, int t, int pixel, int c, TLanes x, ref TLanes h)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var target = neurons.Output.At(t, pixel) + c;
        TLanes u = TLanes.Create(neurons.Decay) * h + x,
            threshold = TLanes.Create(neurons.Threshold);
        ulong near;
        var spikes = neurons.Equation switch
        {
            NeuronKind.ILif or NeuronKind.NiLif => Rounded(u, TLanes.Create(neurons.MaxSpikes), borderline.Matters, out near),
            NeuronKind.Lif => AtThreshold(u, threshold, borderline.Matters, out near),
            NeuronKind.BurstIf or NeuronKind.Relu => throw Elsewhere(neurons.Equation),
        };
        spikes.StoreRounded(target);
        if (near != 0)
        {
            borderline.Decide(k, t, pixel, c, near);
            spikes = TLanes.Load(target);
        }
        h = u - threshold * spikes;
    }

    // Apart, as building a sentence would burden every step.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static UnreachableException Elsewhere(NeuronKind kind) => new($"{kind} is computed elsewhere");

    /// <summary>I-LIF: round(clip(U, 0, D)).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Rounded<TLanes>(TLanes u, TLanes most, bool matters, out ulong near)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        // Max first: it sends NaN to 0 spikes, as ILif.Step does.
        var p = TLanes.Min(TLanes.Max(u, TLanes.Create(0)), most);
        near = matters ? Borderline.NearHalf(p) : 0;
        return TLanes.Round(p);
    }

    /// <summary>LIF: 1 where U ≥ θ.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes AtThreshold<TLanes>(TLanes u, TLanes threshold, bool matters, out ulong near)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        near = matters ? Borderline.NearThreshold(u, threshold) : 0;
        return TLanes.IfAtLeast(u, threshold, TLanes.Create(1), TLanes.Create(0));
    }

    /// <summary>slope·x below 0, x above, no more than the ceiling; x first rounded to multiples of a quantum where there is one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Rectify<TLanes>(in NeuronRow neurons, TLanes x, int c)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (neurons.Numbers != null)
        {
            var quantum = TLanes.Load(neurons.Numbers + c);
            x = quantum * TLanes.Floor(TLanes.Create(0.5f) + x / quantum);
        }
        TLanes zero = TLanes.Create(0),
            most = TLanes.Create(neurons.Ceiling),
            y = TLanes.IfGreater(x, zero, x, neurons.Slope == 0 ? zero : x * TLanes.Create(neurons.Slope));
        return TLanes.IfGreater(y, most, most, y);
    }
}
