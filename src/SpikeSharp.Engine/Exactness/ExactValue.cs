using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Exactness;

/// <summary>
/// A value of the graph, computed for one element at a time in float64 from the spikes that it depends on, as the interpreter would.
/// </summary>
internal abstract unsafe class ExactValue
{
    /// <summary>The element at a time step, row, column and channel.</summary>
    internal abstract double At(byte* arena, int t, int y, int x, int c);
}

/// <summary>Spikes, or the image, as they lie in memory.</summary>
internal sealed unsafe class ExactMap(MapView map) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c) =>
        map.Buffer.IsSpikes ? map.At(arena, t, y, x)[c] : ((float*)map.At(arena, t, y, x))[c];
}

/// <summary>A convolution over spikes, the image, or what was made of it.</summary>
/// <param name="convolution">The convolution.</param>
/// <param name="input">What it sees.</param>
/// <param name="spikes">That in memory, where it is spikes.</param>
/// <param name="shape">Its shape.</param>
internal sealed unsafe class ExactConvolution(Convolution convolution, ExactValue input, MapView? spikes, ValueShape shape) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        var weight = convolution.Weight.Values;
        int inputs = convolution.Weight.Shape[1],
            kh = convolution.KernelHeight,
            kw = convolution.KernelWidth;
        var first = c / (convolution.OutChannels / convolution.Groups) * inputs;
        double sum = convolution.Bias is { } bias ? bias.Values[c] : 0;
        for (var ky = 0; ky < kh; ky++)
        {
            var row = y * convolution.Stride - convolution.Padding + ky;
            if (row < 0 || row >= shape.Height)
                continue;
            for (var kx = 0; kx < kw; kx++)
            {
                var column = x * convolution.Stride - convolution.Padding + kx;
                if (column < 0 || column >= shape.Width)
                    continue;
                var w = (c * inputs * kh + ky) * kw + kx;
                if (spikes is { } map)
                {
                    var pixel = map.At(arena, t, row, column);
                    for (var i = 0; i < inputs; i++, w += kh * kw)
                        if (pixel[first + i] != 0)
                            sum += (double)weight[w] * pixel[first + i];
                }
                else
                    for (var i = 0; i < inputs; i++, w += kh * kw)
                        sum += weight[w] * input.At(arena, t, row, column, first + i);
            }
        }
        return sum;
    }
}

/// <summary>A sum.</summary>
internal sealed unsafe class ExactSum(ExactValue[] terms) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        double sum = 0;
        foreach (var term in terms)
            sum += term.At(arena, t, y, x, c);
        return sum;
    }
}

/// <summary>Values joined along the channels; of each how many it has.</summary>
internal sealed unsafe class ExactJoin((ExactValue Value, int Channels)[] parts) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        var part = 0;
        for (; c >= parts[part].Channels; part++)
            c -= parts[part].Channels;
        return parts[part].Value.At(arena, t, y, x, c);
    }
}

/// <summary>The largest of a window.</summary>
internal sealed unsafe class ExactPool(MaxPool pool, ExactValue input, int height, int width) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        var largest = double.NegativeInfinity;
        int top = y * pool.Stride - pool.Padding,
            left = x * pool.Stride - pool.Padding;
        for (var row = Math.Max(0, top); row < Math.Min(height, top + pool.Kernel); row++)
        {
            for (var column = Math.Max(0, left); column < Math.Min(width, left + pool.Kernel); column++)
                largest = Math.Max(largest, input.At(arena, t, row, column, c));
        }
        return largest;
    }
}

/// <summary>Nearest-neighbour upsampling.</summary>
internal sealed unsafe class ExactUpsample(int factor, ExactValue input) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c) => input.At(arena, t, y / factor, x / factor, c);
}

/// <summary>A batch normalisation.</summary>
internal sealed unsafe class ExactAffine(Affine affine, ExactValue input) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c) =>
        (double)affine.Scale.Values[c] * input.At(arena, t, y, x, c) + affine.Shift.Values[c];
}

/// <summary>A function of each number.</summary>
internal sealed unsafe class ExactActivation(Activation activation, ExactValue input) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c) => activation.Of(input.At(arena, t, y, x, c));
}

/// <summary>Numbers that do not depend on the picture, [C, H, W].</summary>
/// <param name="values">Computed when the first of them is asked for, which is rare.</param>
/// <param name="shape">Their shape.</param>
internal sealed unsafe class ExactTable(Lazy<double[]> values, ValueShape shape) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c) => values.Value[c * shape.Plane + y * shape.Width + x];
}

/// <summary>Elements in other places.</summary>
internal sealed unsafe class ExactMove(ExactValue input, Lazy<int[]> places, ValueShape from, ValueShape to) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        int place = places.Value[c * to.Plane + y * to.Width + x],
            at = place % from.Plane;
        return input.At(arena, t, at / from.Width, at % from.Width, place / from.Plane);
    }
}

/// <summary>A value at another size.</summary>
internal sealed unsafe class ExactResize(ExactValue input, ValueShape from, ValueShape to) : ExactValue
{
    private readonly Bilinear.Sample[] _rows = Bilinear.Samples(from.Height, to.Height),
        _columns = Bilinear.Samples(from.Width, to.Width);

    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        var (top, bottom, below) = _rows[y];
        var (left, right, beside) = _columns[x];
        var above = input.At(arena, t, top, left, c) * (1 - beside) + input.At(arena, t, top, right, c) * beside;
        var under = input.At(arena, t, bottom, left, c) * (1 - beside) + input.At(arena, t, bottom, right, c) * beside;
        return above * (1 - below) + under * below;
    }
}

/// <summary>Attention over spikes.</summary>
internal sealed unsafe class ExactAttention(AttentionProduct attention, MapView q, MapView k, MapView v) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        int width = q.Channels / attention.Heads,
            first = c / width * width;
        var query = q.At(arena, t, y, x) + first;
        double sum = 0;
        for (var row = 0; row < k.Buffer.Height; row++)
        {
            for (var column = 0; column < k.Buffer.Width; column++)
            {
                int value = v.At(arena, t, row, column)[c];
                if (value == 0)
                    continue;
                var key = k.At(arena, t, row, column) + first;
                for (var i = 0; i < width; i++)
                    sum += query[i] * key[i] * value;
            }
        }
        return sum * attention.Scale;
    }
}

/// <summary>Samples around a pixel.</summary>
internal sealed unsafe class ExactSampling(
    DeformableSampling sampling,
    ExactValue input,
    ExactValue offsets,
    MapView weights,
    ValueShape shape
) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        int kernel = sampling.Kernel,
            half = (kernel - 1) / 2,
            first = c / (shape.Channels / sampling.Groups) * kernel * kernel;
        double sum = 0;
        for (var p = 0; p < kernel * kernel; p++)
        {
            var weight = weights.At(arena, t, y, x)[first + p] * (double)sampling.Scale;
            if (weight == 0)
                continue;
            double px = x + p / kernel - half + offsets.At(arena, t, y, x, 2 * (first + p)),
                py = y + p % kernel - half + offsets.At(arena, t, y, x, 2 * (first + p) + 1);
            if (!(px > -1 && px < shape.Width && py > -1 && py < shape.Height))
                continue;
            int left = (int)Math.Floor(px),
                top = (int)Math.Floor(py);
            double right = px - left,
                below = py - top;
            sum +=
                weight * (1 - below) * (1 - right) * Corner(arena, t, top, left, c)
                + weight * (1 - below) * right * Corner(arena, t, top, left + 1, c)
                + weight * below * (1 - right) * Corner(arena, t, top + 1, left, c)
                + weight * below * right * Corner(arena, t, top + 1, left + 1, c);
        }
        return sum;
    }

    private double Corner(byte* arena, int t, int y, int x, int c) =>
        (uint)y < (uint)shape.Height && (uint)x < (uint)shape.Width ? input.At(arena, t, y, x, c) : 0;
}
