using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Events;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A convolution over spikes that visits the non-zero ones only.</summary>
/// <remarks>
/// A band of output rows at a time: first the events of every window row are listed, once for all output channels and kernel rows; then the
/// weights pass chunk by chunk, each staying in the first-level cache while all pixels of the band add their events; last, the output stage.
/// </remarks>
internal sealed unsafe class EventConvolution<TKernel> : Step
    where TKernel : struct, IEventKernel
{
    private const int BlockOutputs = IEventKernel.MostQuarters * IEventKernel.Quarter;

    private readonly Convolution _convolution;
    private readonly MapView _input;
    private readonly PackedWeights _weights;
    private readonly OutputStage _output;
    private readonly Tiling _tiling;
    private readonly int _width;
    private readonly int _steps;
    private readonly int _rowChunks;
    private readonly int _listEvents;

    internal EventConvolution(
        string name, Convolution convolution, MapView input, PackedWeights weights, OutputStage output, int height, int width, int workers)
        : base(name)
    {
        (_convolution, _input, _weights, _output, _width) = (convolution, input, weights, output, width);
        _steps = input.Buffer.Steps;
        _rowChunks = weights.Chunks.Length / convolution.KernelHeight;
        _listEvents = weights.Chunks.Max(chunk => (chunk.Length + TKernel.SpikesPerEvent - 1) / TKernel.SpikesPerEvent) + IEventKernel.ListSlack;
        _tiling = Tiling.Of(height, _steps * (SumRowBytes + _convolution.Stride * ListRowBytes), weights.Blocks, workers);
    }

    internal override int Items => _tiling.Items;

    private bool HasWideSums => TKernel.SumBytes == sizeof(short);

    private nint SumPixelBytes => BlockOutputs * TKernel.SumBytes;

    private static nint WidePixelBytes => BlockOutputs * sizeof(int);

    private long SumRowBytes => _width * (SumPixelBytes + (HasWideSums ? WidePixelBytes : 0));

    private nint ListBytes => _listEvents * (sizeof(uint) + sizeof(int)) + 64;

    /// <summary>Lists of one window row for every output column.</summary>
    private long ListRowBytes => (long)_width * _rowChunks * ListBytes;

    private int InputRows(int rows) => (rows - 1) * _convolution.Stride + _convolution.KernelHeight;

    internal override long ScratchBytes =>
        _steps * (_tiling.BandRows * SumRowBytes + InputRows(_tiling.BandRows) * ListRowBytes) + 256;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = _tiling.BandOf(item);
        var (firstBlock, endBlock) = _tiling.BlocksOf(item);
        int rows = end - first, pixels = _steps * rows * _width;
        byte* sums = scratch, wide = sums + pixels * SumPixelBytes, lists = wide + (HasWideSums ? pixels * WidePixelBytes : 0);
        _output.ClearHalos(arena, first, end);
        List(arena, first, rows, lists);
        for (int block = firstBlock; block < endBlock; block++)
        {
            switch (_weights.Quarters(block))
            {
                case 1: Accumulate<OneQuarter>(block, rows, lists, sums, wide); break;
                case 2: Accumulate<TwoQuarters>(block, rows, lists, sums, wide); break;
                case 3: Accumulate<ThreeQuarters>(block, rows, lists, sums, wide); break;
                default: Accumulate<FourQuarters>(block, rows, lists, sums, wide); break;
            }
            int channel = block * BlockOutputs, channels = Math.Min(BlockOutputs, _weights.Outputs - channel);
            for (int y = 0; y < rows; y++)
            {
                if (HasWideSums)
                    _output.Row<IntegerSum>(arena, wide + y * _width * WidePixelBytes, WidePixelBytes, StepSums(rows * _width, WidePixelBytes), first + y, 0, _width, channel, channels);
                else
                    _output.Row<RealSum>(arena, sums + y * _width * SumPixelBytes, SumPixelBytes, StepSums(rows * _width, SumPixelBytes), first + y, 0, _width, channel, channels);
            }
        }
    }

    private void List(byte* arena, int first, int rows, byte* lists)
    {
        int inputRows = InputRows(rows), stride = _convolution.Stride;
        for (int t = 0; t < _steps; t++)
        {
            for (int r = 0; r < inputRows; r++)
            {
                byte* row = _input.At(arena, t, first * stride - _convolution.Padding + r, -_convolution.Padding);
                byte* list = lists + (t * inputRows + r) * (nint)ListRowBytes;
                for (int x = 0; x < _width; x++)
                {
                    byte* window = row + x * stride * _input.Buffer.PixelBytes;
                    for (int k = 0; k < _rowChunks; k++, list += ListBytes)
                    {
                        var chunk = _weights.Chunks[k];
                        var values = (uint*)(list + 64);
                        *(int*)list = TKernel.List(window + chunk.Offset, chunk.Length, values, (int*)(values + _listEvents));
                    }
                }
            }
        }
    }

    private void Accumulate<TQuarters>(int block, int rows, byte* lists, byte* sums, byte* wide)
        where TQuarters : struct, IQuarters
    {
        int inputRows = InputRows(rows), pixels = _steps * rows * _width;
        NativeMemory.Clear(sums, (nuint)(pixels * SumPixelBytes));
        bool emptied = false;
        for (int chunk = 0; chunk < _weights.Chunks.Length; chunk++)
        {
            byte* weights = _weights.Of(block, chunk);
            int ky = _weights.Chunks[chunk].Row, inRow = chunk % _rowChunks;
            for (int t = 0; t < _steps; t++)
            {
                for (int y = 0; y < rows; y++)
                {
                    byte* list = lists + (t * inputRows + y * _convolution.Stride + ky) * (nint)ListRowBytes + inRow * ListBytes;
                    byte* sum = sums + (t * rows + y) * _width * SumPixelBytes;
                    for (int x = 0; x < _width; x++, list += _rowChunks * ListBytes, sum += SumPixelBytes)
                    {
                        var values = (uint*)(list + 64);
                        TKernel.Accumulate<TQuarters>(weights, values, (int*)(values + _listEvents), *(int*)list, sum);
                    }
                }
            }
            if (HasWideSums && _weights.EmptiesAfter(block, chunk))
            {
                bool last = chunk == _weights.Chunks.Length - 1;
                Empty((short*)sums, (int*)wide, pixels, TQuarters.Count * IEventKernel.Quarter, add: emptied, clear: !last);
                emptied = true;
            }
        }
    }

    /// <summary>Moves 16-bit sums into 32-bit ones.</summary>
    private static void Empty(short* sums, int* wide, int pixels, int outputs, bool add, bool clear)
    {
        for (int p = 0; p < pixels; p++, sums += BlockOutputs, wide += BlockOutputs)
        {
            for (int o = 0; o < outputs; o += Vector256<short>.Count)
            {
                var (low, high) = Vector256.Widen(Vector256.Load(sums + o));
                if (add)
                {
                    low += Vector256.Load(wide + o);
                    high += Vector256.Load(wide + o + Vector256<int>.Count);
                }
                low.Store(wide + o);
                high.Store(wide + o + Vector256<int>.Count);
                if (clear) Vector256<short>.Zero.Store(sums + o);
            }
        }
    }

    // What does not change over time has one set of sums for every t.
    private nint StepSums(int pixels, nint pixelBytes) => _steps == 1 ? 0 : pixels * pixelBytes;
}
