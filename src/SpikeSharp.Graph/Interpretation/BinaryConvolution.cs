using System.Numerics;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Interpretation;

/// <summary>Convolution over binary virtual time steps (spec 1.5): visits the ones only and adds weights; it has no multiplication
/// by an activation, which is what spike-driven hardware does and what the operation counts count.</summary>
internal static class BinaryConvolution
{
    /// <summary>Output channels of one thread's work: their weights lie side by side, so one spike adds them as vectors.</summary>
    private const int Together = 64;

    internal static void Run(Convolution convolution, ConvolutionGeometry geometry, ValueTensor input, ValueTensor output)
    {
        var weights = ChannelsLast(convolution, geometry);
        int blocks = (geometry.GroupOutputs + Together - 1) / Together;
        for (int t = 0; t < input.TimeSteps; t++)
        {
            var events = new Events(input, t);
            int row = output.Row(t);
            Parallel.For(0, convolution.Groups * blocks, job =>
            {
                int inGroup = job % blocks * Together, channel = job / blocks * geometry.GroupOutputs + inGroup;
                int channels = Math.Min(Together, geometry.GroupOutputs - inGroup);
                var sums = new double[geometry.Output.Plane * channels];
                for (int step = 0; step < input.MaxSpikes; step++) Visit(in geometry, weights, channel, channels, events, step, sums);
                for (int c = 0; c < channels; c++)
                {
                    var plane = output.ToReals().AsSpan(row + (channel + c) * geometry.Output.Plane, geometry.Output.Plane);
                    for (int i = 0; i < plane.Length; i++) plane[i] = sums[i * channels + c];
                    // Once per real time step, after all D virtual ones: rule 1 of spec 1.5.
                    if (convolution.Bias is { } bias) DenseConvolution.AddBias(bias.Values[channel + c], plane);
                }
            });
        }
    }

    /// <summary>[groups, inputs of a group, taps, outputs of a group].</summary>
    private static double[] ChannelsLast(Convolution convolution, ConvolutionGeometry geometry)
    {
        var source = convolution.Weight.Array;
        var target = new double[source.Length];
        int size = geometry.GroupInputs * geometry.Taps;
        for (int channel = 0; channel < convolution.OutChannels; channel++)
        {
            var (group, c) = Math.DivRem(channel, geometry.GroupOutputs);
            for (int i = 0; i < size; i++) target[(group * size + i) * geometry.GroupOutputs + c] = source[channel * size + i];
        }
        return target;
    }

    private static void Visit(
        in ConvolutionGeometry geometry, double[] weights, int channel, int channels, Events events, int step, Span<double> sums)
    {
        var (group, c) = Math.DivRem(channel, geometry.GroupOutputs);
        for (int i = 0; i < geometry.GroupInputs; i++)
        {
            int first = (group * geometry.GroupInputs + i) * geometry.Taps;
            foreach (var (y, x) in events.Of(step, geometry.FirstInput(channel) + i)) Scatter(in geometry, weights, first, c, channels, y, x, sums);
        }
    }

    /// <summary>Adds the weights of one spike to every output it reaches: input y = output y · stride + tap − padding.</summary>
    private static void Scatter(
        in ConvolutionGeometry geometry, double[] weights, int first, int channel, int channels, int y, int x, Span<double> sums)
    {
        var (top, ky) = Farthest(y + geometry.Padding, geometry.Stride, geometry.Output.Height);
        for (; ky < geometry.KernelHeight && top >= 0; top--, ky += geometry.Stride)
        {
            var (left, kx) = Farthest(x + geometry.Padding, geometry.Stride, geometry.Output.Width);
            for (; kx < geometry.KernelWidth && left >= 0; left--, kx += geometry.Stride)
            {
                int tap = first + ky * geometry.KernelWidth + kx;
                Add(sums.Slice((top * geometry.Output.Width + left) * channels, channels),
                    weights.AsSpan(tap * geometry.GroupOutputs + channel, channels));
            }
        }
    }

    private static void Add(Span<double> sums, ReadOnlySpan<double> weights)
    {
        int i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + new Vector<double>(weights[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++) sums[i] += weights[i];
    }

    /// <summary>The last output along an axis that sees padded position <paramref name="at"/>, and through which tap.</summary>
    private static (int Output, int Tap) Farthest(int at, int stride, int outputs)
    {
        int output = Math.Min(at / stride, outputs - 1);
        return (output, at - output * stride);
    }

    /// <summary>Where the ones are: for each virtual step and channel, in row order.</summary>
    private sealed class Events
    {
        private readonly (int Y, int X)[] _places;
        private readonly int[] _starts;
        private readonly int _channels;

        internal Events(ValueTensor input, int t)
        {
            var shape = input.Shape;
            var spikes = input.Spikes.Slice(input.Row(t), (int)shape.Count);
            _channels = shape.Channels;
            _starts = new int[input.MaxSpikes * _channels + 1];
            int total = 0;
            foreach (var s in spikes) total = checked(total + s);
            _places = new (int, int)[total];
            int at = 0;
            for (int list = 0; list < input.MaxSpikes * _channels; list++)
            {
                var plane = spikes.Slice(list % _channels * shape.Plane, shape.Plane);
                for (int i = 0; i < plane.Length; i++)
                {
                    if (VirtualTimeSteps.Fires(plane[i], list / _channels)) _places[at++] = (i / shape.Width, i % shape.Width);
                }
                _starts[list + 1] = at;
            }
        }

        internal ReadOnlySpan<(int Y, int X)> Of(int step, int channel)
        {
            int list = step * _channels + channel;
            return _places.AsSpan(_starts[list].._starts[list + 1]);
        }
    }
}
