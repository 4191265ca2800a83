using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations.Arithmetic;

/// <summary>Convolution over binary virtual time steps (spec 1.5): visits the ones only and adds weights; it has no multiplication
/// by an activation, which is what spike-driven hardware does and what the operation counts count.</summary>
internal static class BinaryConvolution
{
    internal static void Run(Convolution convolution, ConvolutionGeometry geometry, ValueTensor input, ValueTensor output)
    {
        var weights = new WeightsByTap(convolution, geometry);
        for (var t = 0; t < input.TimeSteps; t++)
        {
            var events = new Events(input, t);
            weights.Run(
                (first, channels, sums) =>
                {
                    for (var step = 0; step < input.MaxSpikes; step++)
                        Visit(in geometry, weights, first, channels, events, step, sums);
                },
                output.ToReals().AsMemory(output.Row(t), (int)output.Shape.Count)
            );
        }
    }

    private static void Visit(
        in ConvolutionGeometry geometry,
        WeightsByTap weights,
        int first,
        int channels,
        Events events,
        int step,
        Span<double> sums
    )
    {
        for (var i = 0; i < geometry.GroupInputs; i++)
        {
            foreach (var (y, x, down) in events.Of(step, geometry.FirstInput(first) + i))
                Scatter(in geometry, weights, first, channels, i, y, x, down, sums);
        }
    }

    /// <summary>
    /// Adds the weights of one spike to every output it reaches, or subtracts those of a negative one: input y = output y · stride + tap ·
    /// dilation − padding.
    /// </summary>
    private static void Scatter(
        in ConvolutionGeometry geometry,
        WeightsByTap weights,
        int first,
        int channels,
        int input,
        int y,
        int x,
        bool down,
        Span<double> sums
    )
    {
        int taps = geometry.TapStep,
            outputs = geometry.OutputStep;
        var (top, ky) = Farthest(in geometry, y + geometry.Padding, geometry.KernelHeight, geometry.Output.Height);
        for (; ky < geometry.KernelHeight && top >= 0; top -= outputs, ky += taps)
        {
            var (left, kx) = Farthest(in geometry, x + geometry.Padding, geometry.KernelWidth, geometry.Output.Width);
            for (; kx < geometry.KernelWidth && left >= 0; left -= outputs, kx += taps)
            {
                var target = sums.Slice((top * geometry.Output.Width + left) * channels, channels);
                var row = weights.Of(first, channels, input, ky * geometry.KernelWidth + kx);
                if (down)
                    WeightsByTap.Subtract(target, row);
                else
                    WeightsByTap.Add(target, row);
            }
        }
    }

    /// <summary>The last output along an axis that sees padded position <paramref name="at"/>, and through which tap.</summary>
    private static (int Output, int Tap) Farthest(in ConvolutionGeometry geometry, int at, int kernel, int outputs)
    {
        for (var tap = 0; tap < kernel && at >= 0; tap++, at -= geometry.Dilation)
        {
            var output = at / geometry.Stride;
            if (output < outputs && at - output * geometry.Stride == 0)
                return (output, tap);
        }
        return (-1, 0);
    }

    /// <summary>Where the ones are: for each virtual step and channel, in row order.</summary>
    private sealed class Events
    {
        private readonly (int Y, int X, bool Down)[] _places;
        private readonly int[] _starts;
        private readonly int _channels;

        internal Events(ValueTensor input, int t)
        {
            var shape = input.Shape;
            var spikes = input.Spikes.Slice(input.Row(t), (int)shape.Count);
            _channels = shape.Channels;
            _starts = new int[input.MaxSpikes * _channels + 1];
            var total = 0;
            foreach (var s in spikes)
                total = checked(total + Math.Abs(input.Number(s)));
            _places = new (int, int, bool)[total];
            var at = 0;
            for (var list = 0; list < input.MaxSpikes * _channels; list++)
            {
                var plane = spikes.Slice(list % _channels * shape.Plane, shape.Plane);
                for (var i = 0; i < plane.Length; i++)
                {
                    var spike = input.Number(plane[i]);
                    if (VirtualTimeSteps.Fires(Math.Abs(spike), list / _channels))
                        _places[at++] = (i / shape.Width, i % shape.Width, spike < 0);
                }
                _starts[list + 1] = at;
            }
        }

        internal ReadOnlySpan<(int Y, int X, bool Down)> Of(int step, int channel)
        {
            var list = step * _channels + channel;
            return _places.AsSpan(_starts[list].._starts[list + 1]);
        }
    }
}
