using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>
/// Lossless max pooling over time (docs/spec/spicalib.md 3.3): A += x; out = MaxPool(A) − M; M = MaxPool(A). Exact for whole spikes.
/// </summary>
/// <remarks>An item is sixteen channels through all time steps. A window in which nothing has fired is not searched.</remarks>
internal sealed unsafe class PoolOverTimeStep : Step
{
    private const int Slice = 16;

    private readonly PoolingWindow _window;
    private readonly MapView _input;
    private readonly MapView _output;
    private readonly StateMap _sums;
    private readonly StateMap _largest;
    private readonly ElementKernels _elements;

    /// <param name="name">Name of the value.</param>
    /// <param name="pool">Which window.</param>
    /// <param name="input">Spikes, or numbers.</param>
    /// <param name="output">Where its result goes; spikes where the input is spikes.</param>
    /// <param name="sums">A, as large as the input.</param>
    /// <param name="largest">M, as large as the output.</param>
    /// <param name="elements">How sums are compared.</param>
    internal PoolOverTimeStep(
        string name,
        MaxPool pool,
        MapView input,
        MapView output,
        StateMap sums,
        StateMap largest,
        ElementKernels elements
    )
        : base(name) =>
        (_window, _input, _output, _sums, _largest, _elements) = (
            pool.Window.On(input.Buffer.Height, input.Buffer.Width),
            input,
            output,
            sums,
            largest,
            elements
        );

    internal override string Kernel => "pool over time";

    internal override MapView? Input => _input;

    internal override int Items => (_input.Channels + Slice - 1) / Slice;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        int first = item * Slice,
            channels = Math.Min(Slice, _input.Channels - first);
        for (var t = 0; t < _output.Buffer.Steps; t++)
        {
            if (item == 0)
                _output.ClearHalo(arena, t, 0, _output.Buffer.Height);
            if (_input.Buffer.IsSpikes)
                AddSpikes(arena, t, first, channels);
            else
                AddNumbers(arena, t, first, channels);
            for (var y = 0; y < _output.Buffer.Height; y++)
            {
                for (var x = 0; x < _output.Buffer.Width; x++)
                {
                    if (_input.Buffer.IsSpikes && !Fires(arena, t, y, x, first))
                        Clear(_output.At(arena, t, y, x), first, channels);
                    else
                        Pool(arena, t, y, x, first, channels);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddSpikes(byte* arena, int t, int first, int channels)
    {
        var signed = _input.Buffer.IsSigned;
        for (var y = 0; y < _input.Buffer.Height; y++)
        {
            var source = _input.At(arena, t, y, 0) + first;
            for (var x = 0; x < _input.Buffer.Width; x++, source += _input.Buffer.PixelBytes)
            {
                // Sixteen bytes are loaded even where fewer channels are left. If only bytes behind them are set, the loop adds zeros.
                if (Vector128.Load(source) == Vector128<byte>.Zero)
                    continue;
                var sum = _sums.At(arena, y, x) + first;
                for (var c = 0; c < channels; c++)
                    sum[c] += signed ? (sbyte)source[c] : source[c];
            }
        }
    }

    private void AddNumbers(byte* arena, int t, int first, int channels)
    {
        for (var y = 0; y < _input.Buffer.Height; y++)
        {
            for (var x = 0; x < _input.Buffer.Width; x++)
            {
                float* source = (float*)_input.At(arena, t, y, x) + first,
                    sum = _sums.At(arena, y, x) + first;
                for (var c = 0; c < channels; c++)
                    sum[c] += source[c];
            }
        }
    }

    private bool Fires(byte* arena, int t, int y, int x, int first)
    {
        var any = Vector128<byte>.Zero;
        for (int ky = 0, row = y * _window.StrideHeight - _window.PadTop; ky < _window.KernelHeight; ky++, row += _window.DilationHeight)
        {
            if ((uint)row >= (uint)_input.Buffer.Height)
                continue;
            for (
                int kx = 0, column = x * _window.StrideWidth - _window.PadLeft;
                kx < _window.KernelWidth;
                kx++, column += _window.DilationWidth
            )
                if ((uint)column < (uint)_input.Buffer.Width)
                    any |= Vector128.Load(_input.At(arena, t, row, column) + first);
        }
        return any != Vector128<byte>.Zero;
    }

    private void Clear(byte* pixel, int first, int channels)
    {
        if (_output.Buffer.IsSpikes)
            new Span<byte>(pixel + first, channels).Clear();
        else
            new Span<float>((float*)pixel + first, channels).Clear();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Pool(byte* arena, int t, int y, int x, int first, int channels)
    {
        var most = stackalloc float[Slice];
        new Span<float>(most, Slice).Fill(float.NegativeInfinity);
        for (int ky = 0, row = y * _window.StrideHeight - _window.PadTop; ky < _window.KernelHeight; ky++, row += _window.DilationHeight)
        {
            if ((uint)row >= (uint)_input.Buffer.Height)
                continue;
            for (
                int kx = 0, column = x * _window.StrideWidth - _window.PadLeft;
                kx < _window.KernelWidth;
                kx++, column += _window.DilationWidth
            )
                if ((uint)column < (uint)_input.Buffer.Width)
                    _elements.KeepLargest(_sums.At(arena, row, column) + first, most, channels);
        }
        var before = _largest.At(arena, y, x) + first;
        var target = _output.At(arena, t, y, x);
        for (var c = 0; c < channels; c++)
        {
            var result = most[c] - before[c];
            before[c] = most[c];
            if (_output.Buffer.IsSpikes)
                target[first + c] = (byte)(int)result;
            else
                ((float*)target)[first + c] = result;
        }
    }
}
