using System.Numerics;

namespace SpikeSharp.Graph.Operations.Arithmetic;

/// <summary>
/// Weights of one input and tap side by side for all outputs of a group, so that one number of the input meets them as vectors.
/// </summary>
/// <remarks>Each output's terms keep the order input, row, column; so the sums have the bits of plain loops.</remarks>
internal sealed class WeightsByTap
{
    /// <summary>Output channels of one thread's work.</summary>
    private const int Together = 64;

    private readonly Convolution _convolution;
    private readonly ConvolutionGeometry _geometry;
    private readonly double[] _weights;

    internal WeightsByTap(Convolution convolution, ConvolutionGeometry geometry)
    {
        (_convolution, _geometry) = (convolution, geometry);
        var source = convolution.Weight.Array;
        _weights = new double[source.Length];
        var size = geometry.GroupInputs * geometry.Taps;
        for (var channel = 0; channel < convolution.OutChannels; channel++)
        {
            var (group, c) = Math.DivRem(channel, geometry.GroupOutputs);
            for (var i = 0; i < size; i++)
                _weights[(group * size + i) * geometry.GroupOutputs + c] = source[channel * size + i];
        }
    }

    /// <summary>Adds to the sums [height, width, channels] of some outputs of one group.</summary>
    /// <param name="first">First output channel.</param>
    /// <param name="channels">How many.</param>
    /// <param name="sums">Zero at first.</param>
    internal delegate void Accumulate(int first, int channels, Span<double> sums);

    /// <summary>Computes all outputs of one time step, block by block, and adds the bias once.</summary>
    /// <param name="accumulate">Sums a block without bias.</param>
    /// <param name="output">[C, H, W].</param>
    internal void Run(Accumulate accumulate, Memory<double> output)
    {
        int blocks = (_geometry.GroupOutputs + Together - 1) / Together,
            plane = _geometry.Output.Plane;
        Parallel.For(0, _convolution.Groups * blocks, job =>
        {
            int inGroup = job % blocks * Together,
                first = job / blocks * _geometry.GroupOutputs + inGroup;
            var channels = Math.Min(Together, _geometry.GroupOutputs - inGroup);
            var sums = new double[plane * channels];
            accumulate(first, channels, sums);
            for (var c = 0; c < channels; c++)
            {
                var target = output.Span.Slice((first + c) * plane, plane);
                for (var i = 0; i < plane; i++)
                    target[i] = sums[i * channels + c];
                // Once per real time step, after all D virtual ones: rule 1 of spec 1.5.
                if (_convolution.Bias is { } bias)
                    DenseConvolution.AddBias(bias.Values[first + c], target);
            }
        });
    }

    /// <summary>Weights of an input of the group and a tap for the outputs from <paramref name="first"/> on.</summary>
    internal ReadOnlySpan<double> Of(int first, int channels, int input, int tap)
    {
        var (group, c) = Math.DivRem(first, _geometry.GroupOutputs);
        return _weights.AsSpan(((group * _geometry.GroupInputs + input) * _geometry.Taps + tap) * _geometry.GroupOutputs + c, channels);
    }

    /// <summary>sums += weights.</summary>
    internal static void Add(Span<double> sums, ReadOnlySpan<double> weights)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + new Vector<double>(weights[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += weights[i];
    }

    /// <summary>sums −= weights.</summary>
    internal static void Subtract(Span<double> sums, ReadOnlySpan<double> weights)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) - new Vector<double>(weights[i..])).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] -= weights[i];
    }

    /// <summary>sums += factor · weights; a product and a sum, never fused: the same bits with vectors of any width.</summary>
    internal static void AddScaled(Span<double> sums, ReadOnlySpan<double> weights, double factor)
    {
        var i = 0;
        for (; i <= sums.Length - Vector<double>.Count; i += Vector<double>.Count)
            (new Vector<double>(sums[i..]) + new Vector<double>(weights[i..]) * factor).CopyTo(sums[i..]);
        for (; i < sums.Length; i++)
            sums[i] += factor * weights[i];
    }
}
