namespace SpikeSharp.Graph.Operations.Arithmetic;

/// <summary>Convolution over numbers, real or integer spikes: weights times inputs, summed in float64.</summary>
/// <remarks>An output channel is one thread's work and its terms have one order, so the result does not depend on timing.</remarks>
internal static class DenseConvolution
{
    // With fewer outputs in a group, such as a depthwise convolution's one, rows of the image make the longer vectors.
    private const int ManyOutputs = 8;

    internal static void Run(Convolution convolution, ConvolutionGeometry geometry, ValueTensor input, ValueTensor output)
    {
        if (geometry.GroupOutputs >= ManyOutputs)
            RunByTap(convolution, geometry, input, output);
        else
            RunPlanes(convolution, geometry, input, output);
    }

    private static void RunByTap(Convolution convolution, ConvolutionGeometry geometry, ValueTensor input, ValueTensor output)
    {
        var weights = new WeightsByTap(convolution, geometry);
        var source = input.ToReals();
        for (var t = 0; t < input.TimeSteps; t++)
        {
            var row = input.Row(t);
            weights.Run(
                (first, channels, sums) =>
                {
                    for (var i = 0; i < geometry.GroupInputs; i++)
                    {
                        var image = source.AsSpan(row + (geometry.FirstInput(first) + i) * geometry.Input.Plane, geometry.Input.Plane);
                        for (var tap = 0; tap < geometry.Taps; tap++)
                            Tap(in geometry, weights.Of(first, channels, i, tap), tap, image, sums);
                    }
                },
                output.ToReals().AsMemory(output.Row(t), (int)output.Shape.Count)
            );
        }
    }

    private static void Tap(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<double> weights,
        int tap,
        ReadOnlySpan<double> image,
        Span<double> sums
    )
    {
        var (ky, kx) = Math.DivRem(tap, geometry.KernelWidth);
        var (top, bottom) = geometry.Rows(ky);
        var (left, right) = geometry.Columns(kx);
        for (var y = top; y < bottom; y++)
        {
            var row = geometry.First(y, ky, kx);
            for (var x = left; x < right; x++)
            {
                var value = image[row + x * geometry.Stride];
                // Most spikes are none, and adding nothing changes nothing.
                if (value == 0)
                    continue;
                WeightsByTap.AddScaled(sums.Slice((y * geometry.Output.Width + x) * weights.Length, weights.Length), weights, value);
            }
        }
    }

    private static void RunPlanes(Convolution convolution, ConvolutionGeometry geometry, ValueTensor input, ValueTensor output)
    {
        var source = input.ToReals();
        var sums = output.ToReals();
        var channels = geometry.Output.Channels;
        Parallel.For(0, input.TimeSteps * channels, job =>
        {
            int t = job / channels,
                channel = job % channels;
            var first = input.Row(t) + geometry.FirstInput(channel) * geometry.Input.Plane;
            var inputs = source.AsSpan(first, geometry.GroupInputs * geometry.Input.Plane);
            var plane = sums.AsSpan(job * geometry.Output.Plane, geometry.Output.Plane);
            var size = geometry.GroupInputs * geometry.Taps;
            Channel(in geometry, convolution.Weight.Values.Slice(channel * size, size), inputs, plane);
            if (convolution.Bias is { } bias)
                AddBias(bias.Values[channel], plane);
        });
    }

    internal static void AddBias(double bias, Span<double> plane)
    {
        foreach (ref var sum in plane)
            sum += bias;
    }

    private static void Channel(
        in ConvolutionGeometry geometry,
        ReadOnlySpan<float> weights,
        ReadOnlySpan<double> inputs,
        Span<double> plane
    )
    {
        for (var i = 0; i < geometry.GroupInputs; i++)
        {
            var image = inputs.Slice(i * geometry.Input.Plane, geometry.Input.Plane);
            for (var ky = 0; ky < geometry.KernelHeight; ky++)
            {
                for (var kx = 0; kx < geometry.KernelWidth; kx++)
                    Tap(in geometry, weights[(i * geometry.KernelHeight + ky) * geometry.KernelWidth + kx], ky, kx, image, plane);
            }
        }
    }

    private static void Tap(in ConvolutionGeometry geometry, double weight, int ky, int kx, ReadOnlySpan<double> image, Span<double> plane)
    {
        var (top, bottom) = geometry.Rows(ky);
        var (left, right) = geometry.Columns(kx);
        if (left >= right)
            return;
        int stride = geometry.Stride,
            width = right - left;
        for (var y = top; y < bottom; y++)
        {
            var target = plane.Slice(y * geometry.Output.Width + left, width);
            var first = geometry.First(y, ky, kx) + left * stride;
            var source = image.Slice(first, (width - 1) * stride + 1);
            if (stride == 1)
            {
                WeightsByTap.AddScaled(target, source, weight);
            }
            else
            {
                for (var x = 0; x < target.Length; x++)
                    target[x] += weight * source[x * stride];
            }
        }
    }
}
