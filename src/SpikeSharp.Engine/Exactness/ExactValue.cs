using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Exactness;

/// <summary>A value of the graph, computed for one element at a time in float64 from the spikes that it depends on, as the interpreter would.</summary>
internal abstract unsafe class ExactValue
{
    /// <summary>The element at a time step, row, column and channel.</summary>
    internal abstract double At(byte* arena, int t, int y, int x, int c);
}

/// <summary>Spikes, or the image, as they lie in memory.</summary>
internal sealed unsafe class ExactMap(MapView map) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c) => map.Buffer.IsSpikes ? map.At(arena, t, y, x)[c] : ((float*)map.At(arena, t, y, x))[c];
}

/// <summary>A convolution over spikes or the image.</summary>
internal sealed unsafe class ExactConvolution(Convolution convolution, MapView input) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        var weight = convolution.Weight.Values;
        int inputs = convolution.Weight.Shape[1], kh = convolution.KernelHeight, kw = convolution.KernelWidth;
        int first = c / (convolution.OutChannels / convolution.Groups) * inputs;
        double sum = convolution.Bias is { } bias ? bias.Values[c] : 0;
        for (int ky = 0; ky < kh; ky++)
        {
            int row = y * convolution.Stride - convolution.Padding + ky;
            if (row < 0 || row >= input.Buffer.Height) continue;
            for (int kx = 0; kx < kw; kx++)
            {
                int column = x * convolution.Stride - convolution.Padding + kx;
                if (column < 0 || column >= input.Buffer.Width) continue;
                byte* pixel = input.At(arena, t, row, column);
                int w = (c * inputs * kh + ky) * kw + kx;
                if (input.Buffer.IsSpikes)
                {
                    for (int i = 0; i < inputs; i++, w += kh * kw)
                        if (pixel[first + i] != 0) sum += (double)weight[w] * pixel[first + i];
                }
                else
                    for (int i = 0; i < inputs; i++, w += kh * kw) sum += (double)weight[w] * ((float*)pixel)[first + i];
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
        foreach (var term in terms) sum += term.At(arena, t, y, x, c);
        return sum;
    }
}

/// <summary>Values joined along the channels; of each how many it has.</summary>
internal sealed unsafe class ExactJoin((ExactValue Value, int Channels)[] parts) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        int part = 0;
        for (; c >= parts[part].Channels; part++) c -= parts[part].Channels;
        return parts[part].Value.At(arena, t, y, x, c);
    }
}

/// <summary>The largest of a window.</summary>
internal sealed unsafe class ExactPool(MaxPool pool, ExactValue input, int height, int width) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c)
    {
        double largest = double.NegativeInfinity;
        int top = y * pool.Stride - pool.Padding, left = x * pool.Stride - pool.Padding;
        for (int row = Math.Max(0, top); row < Math.Min(height, top + pool.Kernel); row++)
        {
            for (int column = Math.Max(0, left); column < Math.Min(width, left + pool.Kernel); column++) largest = Math.Max(largest, input.At(arena, t, row, column, c));
        }
        return largest;
    }
}

/// <summary>Nearest-neighbour upsampling.</summary>
internal sealed unsafe class ExactUpsample(int factor, ExactValue input) : ExactValue
{
    internal override double At(byte* arena, int t, int y, int x, int c) => input.At(arena, t, y / factor, x / factor, c);
}
