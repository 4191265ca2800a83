using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Steps;

/// <summary>A convolution over spikes that visits the non-zero ones only.</summary>
/// <remarks>
/// A band of output rows at a time: first the events of its input rows are listed, once for all output channels and kernel rows; then the
/// weights pass chunk by chunk, each staying in the first-level cache while all pixels of the band add their events; last, the output
/// stage. Packed sums have 16 bits, which holds any one chunk. That all chunks together leave them is possible, but so rare that it is
/// watched for and the band then done again with 32-bit sums.
/// </remarks>
internal sealed unsafe class EventConvolution<TKernel> : Step
    where TKernel : struct, IEventKernel
{
    private const int EventBytes = sizeof(uint) + sizeof(ushort);

    private readonly Convolution _convolution;
    private readonly MapView _input;
    private readonly EventWeights _weights;
    private readonly OutputStage _output;
    private readonly Tiling _tiling;
    private readonly int _width;
    private readonly int _steps;
    private readonly int _pixelEvents;

    internal EventConvolution(
        string name,
        Convolution convolution,
        MapView input,
        EventWeights weights,
        OutputStage output,
        int height,
        int width,
        int workers
    )
        : base(name)
    {
        (_convolution, _input, _weights, _output, _width) = (convolution, input, weights, output, width);
        _steps = input.Buffer.Steps;
        _pixelEvents = Enumerable.Range(0, weights.Channels.Length).Sum(weights.EventsOf);
        // About half of the events are there, and only what is there takes room in the cache.
        var near = RowSums * TKernel.SumBytes + (long)convolution.Stride * Columns * _pixelEvents * EventBytes / 2;
        _tiling = Tiling.Of(height, _steps * near, workers);
    }

    internal override string Kernel => $"events {TKernel.Name}";

    internal override long Macs => (long)_convolution.Weight.Values.Length * _tiling.Rows * _width * _steps;

    internal override LayerArithmetic Arithmetic => IsPacked ? LayerArithmetic.Int8 : LayerArithmetic.Float32;

    internal override MapView? Input => _input;

    internal override int Items => _tiling.Bands;

    private static bool IsPacked => TKernel.SumBytes == sizeof(short);

    private long RowSums =>
        (long)_width
        * Math.Min(EventWeights.BlockOutputs, (_weights.Outputs + IEventKernel.Quarter - 1) / IEventKernel.Quarter * IEventKernel.Quarter);

    private long WideRowBytes => IsPacked ? RowSums * sizeof(int) : 0;

    /// <summary>Columns of a band's input rows that some window reaches.</summary>
    private int Columns => (_width - 1) * _convolution.Stride + _convolution.KernelWidth;

    private long StartBytes => ((long)_weights.Channels.Length * (Columns + 1) * sizeof(int) + 63) / 64 * 64;

    private long ListRowBytes => (StartBytes + (long)(Columns * _pixelEvents + IEventKernel.ListSlack) * EventBytes + 63) / 64 * 64;

    private int OrderedPixelBytes =>
        (_input.Channels + ConvolutionPlan.OrderGroup - 1) / ConvolutionPlan.OrderGroup * ConvolutionPlan.OrderGroup;

    private long OrderedRowBytes => _weights.Order == null ? 0 : (long)Columns * OrderedPixelBytes;

    private int InputRows(int rows) => (rows - 1) * _convolution.Stride + _convolution.KernelHeight;

    internal override long ScratchBytes =>
        _steps * (_tiling.BandRows * (RowSums * TKernel.SumBytes + WideRowBytes) + InputRows(_tiling.BandRows) * ListRowBytes)
        + OrderedRowBytes
        + 256;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = _tiling.Band(item);
        var rows = end - first;
        byte* wide = scratch + _steps * rows * RowSums * TKernel.SumBytes,
            lists = wide + _steps * rows * WideRowBytes;
        _output.ClearHalos(arena, first, end);
        List(arena, first, rows, lists);
        for (var block = 0; block < _weights.Blocks; block++)
        {
            switch (_weights.Quarters(block))
            {
                case 1:
                    Block<OneQuarter>(arena, block, first, rows, lists, scratch, wide);
                    break;
                case 2:
                    Block<TwoQuarters>(arena, block, first, rows, lists, scratch, wide);
                    break;
                case 3:
                    Block<ThreeQuarters>(arena, block, first, rows, lists, scratch, wide);
                    break;
                default:
                    Block<FourQuarters>(arena, block, first, rows, lists, scratch, wide);
                    break;
            }
        }
    }

    internal override long Visited(RunContext context)
    {
        long spikes = 0;
        using var memory = _weights.Order == null ? null : new NativeBlock(OrderedPixelBytes);
        var ordered = memory == null ? null : memory.Pointer;
        for (var y = 0; y < _input.Buffer.Height; y++)
        {
            var windows = Windows(y, _convolution.KernelHeight, _tiling.Rows);
            for (var x = 0; x < _input.Buffer.Width; x++)
            {
                for (var t = 0; t < _steps; t++)
                {
                    var pixel = _input.At(context.Arena, t, y, x);
                    if (_weights.Order != null)
                    {
                        TKernel.Reorder(pixel, ordered, _weights.Order, _input.Channels);
                        pixel = ordered;
                    }
                    var events = 0;
                    for (var c = 0; c < _input.Channels; c += TKernel.SpikesPerEvent)
                    {
                        var together = new ReadOnlySpan<byte>(pixel + c, Math.Min(TKernel.SpikesPerEvent, _input.Channels - c));
                        if (together.ContainsAnyExcept((byte)0))
                            events += together.Length;
                    }
                    spikes += (long)events * windows * Windows(x, _convolution.KernelWidth, _width);
                }
            }
        }
        return spikes * _weights.Outputs;
    }

    /// <summary>How many windows see a row or column.</summary>
    private int Windows(int place, int taps, int outputs)
    {
        int last = place + _convolution.Padding,
            first = last - taps + 1,
            stride = _convolution.Stride;
        return Math.Max(0, Math.Min(last / stride, outputs - 1) - Math.Max(0, (first + stride - 1) / stride) + 1);
    }

    /// <summary>The outputs of a block.</summary>
    private void Block<TQuarters>(byte* arena, int block, int first, int rows, byte* lists, byte* sums, byte* wide)
        where TQuarters : struct, IQuarters
    {
        if (Accumulate<TQuarters>(block, rows, lists, sums, null))
        {
            if (IsPacked)
                Finish<ShortSum>(arena, block, first, rows, sums);
            else
                Finish<RealSum>(arena, block, first, rows, sums);
            return;
        }
        Accumulate<TQuarters>(block, rows, lists, sums, wide);
        Finish<IntegerSum>(arena, block, first, rows, wide);
    }

    private void Finish<TSum>(byte* arena, int block, int first, int rows, byte* sums)
        where TSum : struct, ISum
    {
        int channel = block * EventWeights.BlockOutputs,
            channels = Math.Min(EventWeights.BlockOutputs, _weights.Outputs - channel);
        nint pixel = (nint)_weights.Quarters(block) * IEventKernel.Quarter * TSum.Bytes,
            row = _width * pixel;
        // What does not change over time has one set of sums for every t.
        var step = _steps == 1 ? 0 : rows * row;
        for (var y = 0; y < rows; y++)
            _output.Row<TSum>(arena, sums + y * row, pixel, step, first + y, 0, _width, channel, channels);
    }

    /// <summary>
    /// Lists the events of the band's input rows: starts, then values, then places, of all columns of a row, part by part.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void List(byte* arena, int first, int rows, byte* lists)
    {
        int inputRows = InputRows(rows),
            columns = Columns,
            taps = _convolution.KernelWidth;
        var pixel = _input.Buffer.PixelBytes;
        var ordered = _weights.Order == null ? null : lists + _steps * inputRows * ListRowBytes;
        for (var t = 0; t < _steps; t++)
        {
            for (var r = 0; r < inputRows; r++)
            {
                var row = _input.At(arena, t, first * _convolution.Stride - _convolution.Padding + r, -_convolution.Padding);
                if (ordered != null)
                {
                    for (var x = 0; x < columns; x++)
                        TKernel.Reorder(
                            row + x * _input.Buffer.PixelBytes,
                            ordered + x * OrderedPixelBytes,
                            _weights.Order,
                            _input.Channels
                        );
                    row = ordered;
                    pixel = OrderedPixelBytes;
                }
                var (starts, values, places) = Row(lists, t * inputRows + r);
                var count = 0;
                for (var part = 0; part < _weights.Channels.Length; part++)
                {
                    var (channel, channels) = _weights.Channels[part];
                    int events = _weights.EventsOf(part),
                        tap = 0;
                    var window = row + channel;
                    for (var x = 0; x < columns; x++, window += pixel)
                    {
                        *starts++ = count;
                        count += TKernel.List(window, channels, tap * events, values + count, places + count, _input.Buffer.IsSigned);
                        if (++tap == taps)
                            tap = 0;
                    }
                    *starts++ = count;
                }
            }
        }
    }

    private EventRow Row(byte* lists, int row)
    {
        var at = lists + row * (nint)ListRowBytes;
        var values = (uint*)(at + StartBytes);
        return new EventRow((int*)at, values, (ushort*)(values + Columns * _pixelEvents + IEventKernel.ListSlack));
    }

    /// <summary>Adds up a block, chunk by chunk.</summary>
    /// <param name="block">Which.</param>
    /// <param name="rows">Rows of the band.</param>
    /// <param name="lists">Its events.</param>
    /// <param name="sums">The sums, or those of one chunk at a time.</param>
    /// <param name="wide">Where sums go after every chunk; null to leave them where they are.</param>
    /// <returns>False as soon as a sum has left its 16 bits.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Accumulate<TQuarters>(int block, int rows, byte* lists, byte* sums, byte* wide)
        where TQuarters : struct, IQuarters
    {
        int inputRows = InputRows(rows),
            stride = _convolution.Stride,
            columns = Columns;
        int outputs = TQuarters.Count * IEventKernel.Quarter,
            sumPixel = outputs * TKernel.SumBytes,
            parts = _weights.Channels.Length,
            taps = _convolution.KernelWidth;
        var count = (nint)_steps * rows * _width * outputs;
        NativeMemory.Clear(sums, (nuint)(count * TKernel.SumBytes));
        if (wide != null)
            NativeMemory.Clear(wide, (nuint)(count * sizeof(int)));
        for (var k = 0; k < _weights.Chunks; k++)
        {
            var (ky, part) = Math.DivRem(k, parts);
            var slot = _weights.SlotBytes(block, k);
            // Every kw-th column begins in the same slot. They go together, so that only kw of the 2·kw − 1 slots need be near.
            for (var phase = 0; phase < Math.Min(taps, _width); phase++)
            {
                var begins = phase * stride % taps;
                // Seen from slot −begins mod kw a window's first tap is tap 0.
                var weights = _weights.Of(block, k) + (begins == 0 ? 0 : taps - begins) * slot;
                for (var row = 0; row < _steps * rows; row++)
                {
                    var (t, y) = Math.DivRem(row, rows);
                    var (starts, values, places) = Row(lists, t * inputRows + y * stride + ky);
                    starts += part * (columns + 1) + phase * stride;
                    var sum = sums + ((nint)row * _width + phase) * sumPixel;
                    var holds = true;
                    for (var x = phase; x < _width; x += taps, starts += taps * stride, sum += taps * sumPixel)
                        holds &= TKernel.Accumulate<TQuarters>(
                            weights,
                            values + starts[0],
                            places + starts[0],
                            starts[taps] - starts[0],
                            sum
                        );
                    if (!holds)
                        return false;
                }
            }
            if (wide != null)
                Empty((short*)sums, (int*)wide, count);
        }
        return true;
    }

    /// <summary>Moves 16-bit sums into 32-bit ones.</summary>
    private static void Empty(short* sums, int* wide, nint count)
    {
        for (nint i = 0; i < count; i += Vector256<short>.Count)
        {
            var (low, high) = Vector256.Widen(Vector256.Load(sums + i));
            (low + Vector256.Load(wide + i)).Store(wide + i);
            (high + Vector256.Load(wide + i + Vector256<int>.Count)).Store(wide + i + Vector256<int>.Count);
            Vector256<short>.Zero.Store(sums + i);
        }
    }

    private readonly struct EventRow(int* starts, uint* values, ushort* places)
    {
        internal void Deconstruct(out int* s, out uint* v, out ushort* p)
        {
            s = starts;
            v = values;
            p = places;
        }
    }
}
