using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Depthwise;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A depthwise convolution, one filter a channel, over spikes or real numbers.</summary>
/// <remarks>
/// Sums are float32. Over spikes with 8-bit weights they are whole numbers below 2^24, so exact in any order. Sixteen channels at a time:
/// their rows are unpacked once, then eight neighbouring outputs share each tap's weights.
/// </remarks>
internal sealed unsafe class DepthwiseConvolution : Step
{
    private const int Slice = DepthwiseKernel.Slice;
    private const int Together = DepthwiseKernel.Outputs;
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
    private readonly bool _wide;

    /// <param name="name">Name of the value.</param>
    /// <param name="convolution">As many groups as channels.</param>
    /// <param name="weight">[channels, 1, kh, kw]; whole numbers for 8-bit weights.</param>
    /// <param name="input">What it sees.</param>
    /// <param name="output">What follows.</param>
    /// <param name="height">Output rows.</param>
    /// <param name="width">Output columns.</param>
    /// <param name="workers">Threads that share the work.</param>
    /// <param name="wide">Whether 512-bit vectors are to be used.</param>
    internal DepthwiseConvolution(
        string name, Convolution convolution, ReadOnlySpan<float> weight, MapView input, OutputStage output, int height, int width, int workers, bool wide)
        : base(name)
    {
        (_convolution, _input, _output, _height, _width, _wide) = (convolution, input, output, height, width, wide && convolution.Stride == 1);
        _steps = input.Buffer.Steps;
        _slices = (convolution.OutChannels + Slice - 1) / Slice;
        // What a band unpacks and sums stays in half of a second-level cache.
        int rows = Math.Max(1, (int)(BandBytes / ((PaddedWidth * _convolution.Stride + _steps * (_width + Together)) * (long)Slice * sizeof(float))));
        int bands = (height + rows - 1) / rows;
        _bands = Math.Min(height, Math.Max((bands + workers - 1) / workers * workers, (workers * Parts + _slices - 1) / _slices));
        int taps = convolution.KernelHeight * convolution.KernelWidth;
        _weights = new NativeBlock((long)_slices * taps * Slice * sizeof(float));
        for (int c = 0; c < convolution.OutChannels; c++)
        {
            for (int tap = 0; tap < taps; tap++)
                ((float*)_weights.Pointer)[(c / Slice * taps + tap) * Slice + c % Slice] = weight[c * taps + tap];
        }
    }

    internal override string Kernel => "depthwise";

    internal override long Macs => (long)_convolution.Weight.Values.Length * _height * _width * _steps;

    internal override MapView? Input => _input;

    internal override int Items => _bands * _slices;

    internal override long ScratchBytes =>
        ((long)InputRows((_height + _bands - 1) / _bands) * PaddedWidth + (long)_steps * ((_height + _bands - 1) / _bands) * (_width + Together)) * Slice * sizeof(float);

    private int PaddedWidth => (_width + Together - 1) * _convolution.Stride + _convolution.KernelWidth;

    private int InputRows(int rows) => (rows - 1) * _convolution.Stride + _convolution.KernelHeight;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(_height, _bands, item / _slices);
        int slice = item % _slices, rows = end - first, sumWidth = _width + Together;
        var unpacked = (float*)scratch;
        var sums = unpacked + (nint)InputRows((_height + _bands - 1) / _bands) * PaddedWidth * Slice;
        int kh = _convolution.KernelHeight, kw = _convolution.KernelWidth;
        nint row = (nint)PaddedWidth * Slice, step = (nint)_convolution.Stride * Slice;
        float* weights = (float*)_weights.Pointer + (nint)slice * kh * kw * Slice;
        if (slice == 0) _output.ClearHalos(arena, first, end);
        for (int t = 0; t < _steps; t++)
        {
            Unpack(arena, t, first, rows, slice, unpacked);
            for (int y = 0; y < rows; y++)
            {
                for (int x = 0; x < _width; x += Together)
                {
                    float* window = unpacked + y * _convolution.Stride * row + x * step;
                    float* target = sums + ((nint)(t * rows + y) * sumWidth + x) * Slice;
                    if (_wide) DepthwiseKernel.Wide(weights, window, row, kh, kw, target);
                    else DepthwiseKernel.Narrow(weights, window, row, step, kh, kw, target);
                }
            }
        }
        int channels = Math.Min(Slice, _convolution.OutChannels - slice * Slice);
        const int pixel = Slice * sizeof(float);
        for (int y = 0; y < rows; y++)
            _output.Row<RealSum>(arena, (byte*)sums + (nint)y * sumWidth * pixel, pixel, StepSums(rows * sumWidth, pixel), first + y, 0, _width, slice * Slice, channels);
    }

    private void Unpack(byte* arena, int t, int first, int rows, int slice, float* target)
    {
        int inputRows = InputRows(rows), columns = (_width - 1) * _convolution.Stride + _convolution.KernelWidth;
        nint rowNumbers = (nint)PaddedWidth * Slice;
        for (int r = 0; r < inputRows; r++, target += rowNumbers)
        {
            byte* row = _input.At(arena, t, first * _convolution.Stride - _convolution.Padding + r, -_convolution.Padding);
            nint step = _input.Buffer.PixelBytes;
            if (_input.Buffer.IsSpikes)
            {
                row += slice * Slice;
                for (int x = 0; x < columns; x++, row += step)
                {
                    var (low, high) = Vector128.Widen(Vector128.Load(row));
                    ToReal(low).Store(target + x * Slice);
                    ToReal(high).Store(target + x * Slice + Slice / 2);
                }
            }
            else
            {
                row += slice * Slice * sizeof(float);
                for (int x = 0; x < columns; x++, row += step)
                {
                    Vector256.Load((float*)row).Store(target + x * Slice);
                    Vector256.Load((float*)row + Slice / 2).Store(target + x * Slice + Slice / 2);
                }
            }
        }
    }

    private static Vector256<float> ToReal(Vector128<ushort> spikes) => Vector256.ConvertToSingle(Vector256.WidenLower(spikes.ToVector256Unsafe()).AsInt32());

    // What does not change over time has one set of sums for every t.
    private nint StepSums(int pixels, nint pixelBytes) => _steps == 1 ? 0 : pixels * pixelBytes;
}
