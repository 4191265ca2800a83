using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Lanes;

namespace SpikeSharp.Engine.Kernels.Neurons;

/// <summary>
/// The usual case in one pass: T = 1 and I-LIF, where a neuron has no past, residuals of real numbers. A sum is scaled, biased, added to,
/// clipped to 0…D, rounded, and stored as a byte (spec 1.1 and 1.3).
/// </summary>
/// <remarks>A lane holds a channel of one pixel. Everything stays in registers between the sum and its spikes.</remarks>
internal static unsafe class OneStepNeurons
{
    /// <summary>Finishes a row of pixels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Row<TSum, TLanes>(in SumRow row, in Borderline borderline)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        int residuals = row.ResidualCount,
            neurons = row.NeuronCount;
        var residual = stackalloc float*[residuals];
        var spikes = stackalloc byte*[neurons];
        var most = stackalloc float[neurons];
        for (var k = 0; k < residuals; k++)
            residual[k] = (float*)row.Residuals[k].First;
        for (var k = 0; k < neurons; k++)
        {
            spikes[k] = row.Neurons[k].Output.First;
            most[k] = row.Neurons[k].MaxSpikes;
        }
        var sums = row.Sums;
        var value = row.Value.First;
        float* scale = row.Scale,
            bias = row.Bias;
        int channels = row.Channels,
            whole = channels - channels % TLanes.Count;
        for (var i = 0; i < row.Pixels; i++)
        {
            for (var c = 0; c < whole; c += TLanes.Count)
                Emit<TSum, TLanes>(sums, c, scale, bias, residual, residuals, value, spikes, most, neurons, in borderline, i);
            for (var c = whole; c < channels; c++)
                Emit<TSum, ScalarLanes>(sums, c, scale, bias, residual, residuals, value, spikes, most, neurons, in borderline, i);
            sums += row.SumPixel;
            value += row.Value.Pixel;
            for (var k = 0; k < residuals; k++)
                residual[k] = (float*)((byte*)residual[k] + row.Residuals[k].Pixel);
            for (var k = 0; k < neurons; k++)
                spikes[k] += row.Neurons[k].Output.Pixel;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Emit<TSum, TLanes>(
        byte* sums,
        int c,
        float* scale,
        float* bias,
        float** residual,
        int residuals,
        byte* value,
        byte** spikes,
        float* most,
        int neurons,
        in Borderline borderline,
        int pixel
    )
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var u = TSum.Load<TLanes>(sums, c) * TLanes.Load(scale + c) + TLanes.Load(bias + c);
        for (var k = 0; k < residuals; k++)
            u += TLanes.Load(residual[k] + c);
        if (value != null)
            u.Store((float*)value + c);
        for (var k = 0; k < neurons; k++)
        {
            // Max first: it sends NaN to 0 spikes, as ILif.Step does.
            var p = TLanes.Min(TLanes.Max(u, TLanes.Create(0)), TLanes.Create(most[k]));
            p.StoreRounded(spikes[k] + c);
            if (borderline.Matters && Borderline.NearHalf(p) is not 0 and var near)
                borderline.Decide(k, 0, pixel, c, near);
        }
    }
}
