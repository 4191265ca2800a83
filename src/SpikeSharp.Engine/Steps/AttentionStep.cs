using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using SpikeSharp.Engine.Kernels.Attention;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>q (kᵀ v) of spikes, head by head, in whole numbers: only spikes that are not zero cost anything.</summary>
internal sealed unsafe class AttentionStep<TKernel> : Step
    where TKernel : struct, IAttentionKernel
{
    private readonly AttentionProduct _attention;
    private readonly MapView _q,
        _k,
        _v,
        _output;
    private readonly int _width,
        _padded;

    internal AttentionStep(string name, AttentionProduct attention, MapView q, MapView k, MapView v, MapView output)
        : base(name)
    {
        (_attention, _q, _k, _v, _output) = (attention, q, k, v, output);
        _width = output.Channels / attention.Heads;
        _padded = (_width + IAttentionKernel.Lanes - 1) / IAttentionKernel.Lanes * IAttentionKernel.Lanes;
    }

    internal override string Kernel => "attention";

    internal override long Macs => (long)_output.Buffer.Steps * _width * _output.Channels * (Pixels(_k) + Pixels(_q));

    internal override int Items => _attention.Heads * _output.Buffer.Steps;

    internal override long ScratchBytes => (long)(_width + 1) * _padded * sizeof(int);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (t, head) = Math.DivRem(item, _attention.Heads);
        var first = head * _width;
        var sums = (int*)scratch;
        var row = sums + (nint)_width * _padded;
        NativeMemory.Clear(sums, (nuint)_width * (nuint)_padded * sizeof(int));
        for (var y = 0; y < _k.Buffer.Height; y++)
        {
            byte* key = _k.At(arena, t, y, 0) + first,
                value = _v.At(arena, t, y, 0) + first;
            for (var x = 0; x < _k.Buffer.Width; x++, key += _k.Buffer.PixelBytes, value += _v.Buffer.PixelBytes)
                TKernel.AddKeyTimesValue(key, value, _width, sums, _padded);
        }
        // Halos beside heads are cleared by the first.
        if (head == 0)
            _output.ClearHalo(arena, t, 0, _output.Buffer.Height);
        for (var y = 0; y < _q.Buffer.Height; y++)
        {
            var query = _q.At(arena, t, y, 0) + first;
            var target = (float*)_output.At(arena, t, y, 0) + first;
            for (var x = 0; x < _q.Buffer.Width; x++, query += _q.Buffer.PixelBytes, target += _output.Buffer.Channels)
                Query(query, sums, row, target);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Query(byte* query, int* sums, int* row, float* target)
    {
        TKernel.Query(query, _width, sums, _padded, row);
        // In float64, as a sum may have more digits than a float32.
        for (var j = 0; j < _width; j++)
            target[j] = (float)(row[j] * (double)_attention.Scale);
    }

    private static long Pixels(MapView view) => (long)view.Buffer.Height * view.Buffer.Width;
}

/// <summary>Which attentions <see cref="AttentionStep{TKernel}"/> takes.</summary>
internal static class AttentionSums
{
    /// <summary>Whether its sums fit 32 bits: d · keys · D³ at most.</summary>
    internal static bool Fits(AttentionProduct attention, MapView q, MapView k, MapView v, int most) =>
        new[] { q, k, v }.All(view => view.Buffer is { IsSpikes: true, IsSigned: false })
        && (double)(q.Channels / attention.Heads) * k.Buffer.Height * k.Buffer.Width * most * most * most < int.MaxValue;
}
