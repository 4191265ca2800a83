using System.Runtime.CompilerServices;
using SpikeSharp.Engine.Kernels.Depthwise;
using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A depthwise convolution, one filter a channel, over spikes or real numbers.</summary>
/// <remarks>
/// Sums are float32. Over spikes with 8-bit weights they are whole numbers below 2^24, so exact in any order. Sixteen channels by eight
/// neighbouring outputs at a time share each tap's weights. Real numbers are read where they lie; of spikes the rows of a slice are
/// unpacked first.
/// </remarks>
internal sealed unsafe class DepthwiseConvolution<TKernel> : Step
    where TKernel : struct, IDepthwiseKernel
{
    private const int Slice = IDepthwiseKernel.Slice;
    private const int Together = IDepthwiseKernel.Outputs;
    private const int Parts = 4;
    private const int BandBytes = 512 * 1024;

    private readonly Convolution _convolution;
    private readonly MapView _input;
    private readonly NativeBlock _weights;
    private readonly OutputStage _output;
    private readonly int _height;
    private readonly int _width;
    private readonly int _steps;
    private readonly int _slices;
    private readonly int _bands;
    private readonly bool _unpacks;

    /// <param name="name">Name of the value.</param>
    /// <param name="convolution">As many groups as channels.</param>
    /// <param name="weight">[channels, 1, kh, kw]; whole numbers for 8-bit weights.</param>
    /// <param name="input">What it sees.</param>
    /// <param name="output">What follows.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="workers">Threads that share the work.</param>
    internal DepthwiseConvolution(
        string name,
        Convolution convolution,
        ReadOnlySpan<float> weight,
        MapView input,
        OutputStage output,
        int height,
        int width,
        int workers
    )
        : base(name)
    {
        (_convolution, _input, _output, _height, _width) = (convolution, input, output, height, width);
        _steps = input.Buffer.Steps;
        _slices = (convolution.OutChannels + Slice - 1) / Slice;
        // A row of fewer outputs than go together would be read past its end.
        _unpacks = input.Buffer.IsSpikes || width < Together;
        // What a band unpacks and sums stays in half of a second-level cache.
        var rowBytes = (_unpacks ? (long)PaddedWidth * convolution.Stride : 0) + (long)_steps * SumWidth;
        var rows = (int)Math.Max(1, BandBytes / (rowBytes * SumSlices * Slice * sizeof(float)));
        var bands = (height + rows - 1) / rows;
        var items = _unpacks ? _slices : 1;
        _bands = Math.Min(height, Math.Max((bands + workers - 1) / workers * workers, (workers * Parts + items - 1) / items));
        _weights = Pack(convolution, weight);
    }

    internal override string Kernel => "depthwise";

    internal override long Macs => (long)_convolution.Weight.Values.Length * _height * _width * _steps;

    internal override LayerArithmetic Arithmetic => LayerArithmetic.Float32;

    internal override MapView? Input => _input;

    internal override int Items => _bands * (_unpacks ? _slices : 1);

    internal override long ScratchBytes =>
        ((_unpacks ? (long)InputRows(BandRows) * PaddedWidth : 0) + (long)_steps * BandRows * SumWidth * SumSlices) * Slice * sizeof(float);

    private int BandRows => (_height + _bands - 1) / _bands;

    /// <summary>Columns of sums; the last that go together may lie past the row.</summary>
    private int SumWidth => _width + Together;

    /// <summary>Slices whose sums lie side by side.</summary>
    private int SumSlices => _unpacks ? 1 : _slices;

    private int PaddedWidth => (_width + Together - 1) * _convolution.Stride + _convolution.KernelWidth;

    private int InputRows(int rows) => (rows - 1) * _convolution.Stride + _convolution.KernelHeight;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(_height, _bands, _unpacks ? item / _slices : item);
        if (_unpacks)
            Unpacked(arena, (float*)scratch, item % _slices, first, end - first);
        else
            Direct(arena, (float*)scratch, first, end - first);
    }

    private static NativeBlock Pack(Convolution convolution, ReadOnlySpan<float> weight)
    {
        int taps = convolution.KernelHeight * convolution.KernelWidth,
            slices = (convolution.OutChannels + Slice - 1) / Slice;
        var packed = new NativeBlock((long)slices * taps * Slice * sizeof(float));
        for (var c = 0; c < convolution.OutChannels; c++)
        {
            for (var tap = 0; tap < taps; tap++)
                ((float*)packed.Pointer)[(c / Slice * taps + tap) * Slice + c % Slice] = weight[c * taps + tap];
        }
        return packed;
    }

    /// <summary>All channels of a band, from where they lie.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Direct(byte* arena, float* sums, int first, int rows)
    {
        int kh = _convolution.KernelHeight,
            kw = _convolution.KernelWidth,
            stride = _convolution.Stride,
            padding = _convolution.Padding,
            width = _width;
        nint row = _input.Buffer.RowBytes / sizeof(float),
            pixel = _input.Buffer.Channels,
            sumPixel = _slices * Slice,
            sumRow = SumWidth * sumPixel;
        _output.ClearHalos(arena, first, first + rows);
        for (var t = 0; t < _steps; t++)
        {
            for (var y = 0; y < rows; y++)
            {
                var window = (float*)_input.At(arena, t, (first + y) * stride - padding, -padding);
                var target = sums + (t * rows + y) * sumRow;
                for (var at = 0; at < width; at += Together)
                {
                    // The last outputs overlap those before, to stay within the row.
                    var x = Math.Min(at, width - Together);
                    for (var slice = 0; slice < _slices; slice++)
                        TKernel.Sum(
                            Weights(slice),
                            window + x * stride * pixel + slice * Slice,
                            row,
                            pixel,
                            stride * pixel,
                            kh,
                            kw,
                            target + x * sumPixel + slice * Slice,
                            sumPixel
                        );
                }
            }
        }
        for (var y = 0; y < rows; y++)
        {
            _output.Row<RealSum>(
                arena,
                (byte*)(sums + y * sumRow),
                sumPixel * sizeof(float),
                StepSums(rows, sumRow * sizeof(float)),
                first + y,
                0,
                _width,
                0,
                _convolution.OutChannels
            );
        }
    }

    /// <summary>One slice of a band.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unpacked(byte* arena, float* unpacked, int slice, int first, int rows)
    {
        int kh = _convolution.KernelHeight,
            kw = _convolution.KernelWidth;
        nint row = (nint)PaddedWidth * Slice,
            step = (nint)_convolution.Stride * Slice,
            sumRow = (nint)SumWidth * Slice;
        var sums = unpacked + InputRows(BandRows) * row;
        if (slice == 0)
            _output.ClearHalos(arena, first, first + rows);
        for (var t = 0; t < _steps; t++)
        {
            Unpack(arena, t, first, rows, slice, unpacked);
            for (var y = 0; y < rows; y++)
            {
                float* window = unpacked + y * _convolution.Stride * row,
                    target = sums + (t * rows + y) * sumRow;
                for (var x = 0; x < _width; x += Together)
                    TKernel.Sum(Weights(slice), window + x * step, row, Slice, step, kh, kw, target + (nint)x * Slice, Slice);
            }
        }
        var channels = Math.Min(Slice, _convolution.OutChannels - slice * Slice);
        for (var y = 0; y < rows; y++)
        {
            _output.Row<RealSum>(
                arena,
                (byte*)(sums + y * sumRow),
                Slice * sizeof(float),
                StepSums(rows, sumRow * sizeof(float)),
                first + y,
                0,
                _width,
                slice * Slice,
                channels
            );
        }
    }

    private float* Weights(int slice) =>
        (float*)_weights.Pointer + (nint)slice * _convolution.KernelHeight * _convolution.KernelWidth * Slice;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Unpack(byte* arena, int t, int first, int rows, int slice, float* target)
    {
        int inputRows = InputRows(rows),
            columns = (_width - 1) * _convolution.Stride + _convolution.KernelWidth;
        var rowNumbers = (nint)PaddedWidth * Slice;
        var signed = _input.Buffer.IsSigned;
        for (var r = 0; r < inputRows; r++, target += rowNumbers)
        {
            var row = _input.At(arena, t, first * _convolution.Stride - _convolution.Padding + r, -_convolution.Padding);
            var step = _input.Buffer.PixelBytes;
            if (_input.Buffer.IsSpikes)
            {
                TKernel.Unpack(row + slice * Slice, step, signed, target, columns);
                continue;
            }
            row += slice * Slice * sizeof(float);
            for (var x = 0; x < columns; x++, row += step)
                Unsafe.CopyBlockUnaligned(target + x * Slice, row, Slice * sizeof(float));
        }
    }

    // What does not change over time has one set of sums for every t.
    private nint StepSums(int rows, nint rowBytes) => _steps == 1 ? 0 : rows * rowBytes;
}
