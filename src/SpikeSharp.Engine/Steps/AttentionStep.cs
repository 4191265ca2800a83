using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>q (kᵀ v) of spikes, head by head, in whole numbers: only spikes that are not zero cost anything.</summary>
internal sealed unsafe class AttentionStep : Step
{
    private const int Lanes = 8;

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
        _padded = (_width + Lanes - 1) / Lanes * Lanes;
    }

    /// <summary>Whether its sums fit 32 bits: d · keys · D³ at most.</summary>
    internal static bool Fits(AttentionProduct attention, MapView q, MapView k, MapView v, int most) =>
        new[] { q, k, v }.All(view => view.Buffer is { IsSpikes: true, IsSigned: false })
        && (double)(q.Channels / attention.Heads) * k.Buffer.Height * k.Buffer.Width * most * most * most < int.MaxValue;

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
            {
                for (var i = 0; i < _width; i += Vector128<byte>.Count)
                {
                    for (var fired = Fired(key + i, _width - i); fired != 0; fired &= fired - 1)
                    {
                        var at = i + BitOperations.TrailingZeroCount(fired);
                        AddTimes(value, key[at], sums + (nint)at * _padded);
                    }
                }
            }
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
        new Span<int>(row, _padded).Clear();
        for (var i = 0; i < _width; i += Vector128<byte>.Count)
        {
            for (var fired = Fired(query + i, _width - i); fired != 0; fired &= fired - 1)
            {
                var at = i + BitOperations.TrailingZeroCount(fired);
                var times = Vector256.Create((int)query[at]);
                var of = sums + (nint)at * _padded;
                for (var j = 0; j < _padded; j += Lanes)
                    (Vector256.Load(row + j) + times * Vector256.Load(of + j)).Store(row + j);
            }
        }
        // In float64, as a sum may have more digits than a float32.
        for (var j = 0; j < _width; j++)
            target[j] = (float)(row[j] * (double)_attention.Scale);
    }

    // What is read behind the head's last channel goes into lanes that nobody reads.
    private void AddTimes(byte* value, byte times, int* sums)
    {
        var factor = Vector256.Create((int)times);
        for (var j = 0; j < _padded; j += Lanes)
        {
            var shorts = Vector128.WidenLower(Vector128.CreateScalarUnsafe(*(ulong*)(value + j)).AsByte());
            var values = Vector256.Create(Vector128.WidenLower(shorts), Vector128.WidenUpper(shorts)).AsInt32();
            (Vector256.Load(sums + j) + factor * values).Store(sums + j);
        }
    }

    /// <summary>Which of the next sixteen spikes are not zero, those beyond <paramref name="count"/> left out.</summary>
    private static uint Fired(byte* spikes, int count)
    {
        var fired = ~Vector128.Equals(Vector128.Load(spikes), Vector128<byte>.Zero).ExtractMostSignificantBits() & 0xFFFF;
        return count < Vector128<byte>.Count ? fired & (1u << count) - 1 : fired;
    }

    private static long Pixels(MapView view) => (long)view.Buffer.Height * view.Buffer.Width;
}
