using SpikeSharp.Engine.Kernels.Elements;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>A step that fills one map row by row.</summary>
internal abstract unsafe class MapStep(string name, MapView output, int workers) : Step(name)
{
    private readonly int _bands = Math.Min(output.Buffer.Height, 4 * workers);

    private protected MapView Output => output;

    internal override int Items => _bands;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(output.Buffer.Height, _bands, item);
        for (var t = 0; t < output.Buffer.Steps; t++)
        {
            output.ClearHalo(arena, t, first, end);
            for (var y = first; y < end; y++)
                Row(arena, scratch, t, y);
        }
    }

    private protected abstract void Row(byte* arena, byte* scratch, int t, int y);

    /// <summary>Bytes of a view's pixel.</summary>
    private protected static int Bytes(MapView view) => view.Channels * (view.Buffer.IsSpikes ? 1 : sizeof(float));

    /// <summary>Bytes of a row of a view.</summary>
    private protected static long RowBytes(MapView view) => (long)view.Buffer.Width * Bytes(view);
}

/// <summary>Puts a value into the part of a concatenation that is its place.</summary>
internal sealed unsafe class CopyStep(string name, MapView input, MapView output, int workers) : MapStep(name, output, workers)
{
    internal override string Kernel => "copy";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var bytes = Bytes(input);
        var spikesAmongReals = input.Buffer.IsSpikes && !Output.Buffer.IsSpikes;
        byte* source = input.At(arena, t, y, 0),
            target = Output.At(arena, t, y, 0);
        for (var x = 0; x < Output.Buffer.Width; x++, source += input.Buffer.PixelBytes, target += Output.Buffer.PixelBytes)
        {
            if (spikesAmongReals)
                for (var c = 0; c < input.Channels; c++)
                    ((float*)target)[c] = input.Spike(source[c]);
            else
                Buffer.MemoryCopy(source, target, bytes, bytes);
        }
    }
}

/// <summary>Each pixel becomes factor × factor pixels.</summary>
internal sealed unsafe class UpsampleStep(string name, Upsample upsample, MapView input, MapView output, int workers)
    : MapStep(name, output, workers)
{
    internal override string Kernel => "upsample";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var bytes = Bytes(input);
        byte* source = input.At(arena, t, y / upsample.Factor, 0),
            target = Output.At(arena, t, y, 0);
        for (var x = 0; x < Output.Buffer.Width; x++, target += Output.Buffer.PixelBytes)
            Buffer.MemoryCopy(source + x / upsample.Factor * input.Buffer.PixelBytes, target, bytes, bytes);
    }
}

/// <summary>Largest value of each window; outside the image is −∞.</summary>
internal sealed unsafe class MaxPoolStep(string name, MaxPool pool, MapView input, MapView output, ElementKernels elements, int workers)
    : MapStep(name, output, workers)
{
    internal override string Kernel => "max pool";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var window = pool.Window.On(input.Buffer.Height, input.Buffer.Width);
        int down = window.DilationHeight,
            across = window.DilationWidth;
        int top = Inside(y * window.StrideHeight - window.PadTop, down),
            bottom = Math.Min(input.Buffer.Height, y * window.StrideHeight - window.PadTop + (window.KernelHeight - 1) * down + 1);
        for (var x = 0; x < Output.Buffer.Width; x++)
        {
            int left = Inside(x * window.StrideWidth - window.PadLeft, across),
                right = Math.Min(input.Buffer.Width, x * window.StrideWidth - window.PadLeft + (window.KernelWidth - 1) * across + 1);
            byte* target = Output.At(arena, t, y, x),
                first = input.At(arena, t, top, left);
            Buffer.MemoryCopy(first, target, Bytes(input), Bytes(input));
            for (var row = top; row < bottom; row += down)
            {
                var source = input.At(arena, t, row, left);
                for (var column = left; column < right; column += across, source += across * input.Buffer.PixelBytes)
                {
                    if (input.Buffer.IsSigned)
                        elements.KeepLargestSigned((sbyte*)source, (sbyte*)target, input.Channels);
                    else if (input.Buffer.IsSpikes)
                        elements.KeepLargestBytes(source, target, input.Channels);
                    else
                        elements.KeepLargest((float*)source, (float*)target, input.Channels);
                }
            }
        }
    }

    /// <summary>The first tap from <paramref name="at"/> on that is not before the map.</summary>
    private static int Inside(int at, int dilation) => at >= 0 ? at : at + (-at + dilation - 1) / dilation * dilation;
}

/// <summary>Mean over the time steps.</summary>
internal sealed unsafe class TimeMeanStep(string name, MapView input, MapView output, ElementKernels elements, int workers)
    : MapStep(name, output, workers)
{
    internal override string Kernel => "mean";

    private protected override void Row(byte* arena, byte* scratch, int t, int y)
    {
        var steps = input.Buffer.Steps;
        for (var x = 0; x < Output.Buffer.Width; x++)
        {
            var target = (float*)Output.At(arena, 0, y, x);
            new Span<float>(target, Output.Channels).Clear();
            for (var s = 0; s < steps; s++)
                TimeSumStep.Add(elements, input, input.At(arena, s, y, x), target);
            for (var c = 0; c < Output.Channels; c++)
                target[c] /= steps;
        }
    }
}
