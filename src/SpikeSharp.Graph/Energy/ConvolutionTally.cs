using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Energy;

/// <summary>Running sums of one convolution over images.</summary>
internal sealed class ConvolutionTally
{
    private readonly string _node;
    private readonly Convolution _convolution;
    private readonly int[] _nonZeroWeights;
    private int _maxSpikes, _evaluations;
    private double _macs, _sum, _nonZero, _elements, _accumulations, _events, _effectiveMacs, _effectiveAcs, _effectiveBinaryAcs, _dense;

    internal ConvolutionTally(string node, Convolution convolution)
    {
        (_node, _convolution) = (node, convolution);
        int taps = convolution.KernelHeight * convolution.KernelWidth, inputs = convolution.Weight.Shape[1];
        _nonZeroWeights = new int[inputs * convolution.Groups * taps];
        var weights = convolution.Weight.Values;
        int perChannel = inputs * taps, perGroup = convolution.OutChannels / convolution.Groups;
        for (int i = 0; i < weights.Length; i++)
        {
            if (weights[i] != 0) _nonZeroWeights[i / perChannel / perGroup * perChannel + i % perChannel]++;
        }
    }

    internal void Add(ValueTensor input, ValueShape output)
    {
        var values = input.ToReals();
        var geometry = new ConvolutionGeometry(_convolution, input.Shape, output);
        _maxSpikes = input.MaxSpikes;
        _evaluations = input.TimeSteps;
        _macs += _convolution.MacsPerStep(output);
        _elements += values.Length;
        for (int t = 0; t < input.TimeSteps; t++)
        {
            var row = values.AsSpan(input.Row(t), (int)input.Shape.Count);
            bool signs = true;
            foreach (var x in row)
            {
                _sum += x;
                if (x != 0) _nonZero++;
                signs &= x is 0 or 1 or -1;
            }
            AddTaps(in geometry, row, input.IsSpikes, signs);
        }
    }

    internal ConvolutionCount Average(int images) => new(
        _node, _maxSpikes, _evaluations, _macs / images, _sum / _elements, _nonZero / _elements, _accumulations / images,
        _events / images, _effectiveMacs / images, _effectiveAcs / images, _effectiveBinaryAcs / images, _dense / images);

    // An input reaches an output through a tap; so instead of following each spike, sum what every tap sees.
    private void AddTaps(in ConvolutionGeometry geometry, ReadOnlySpan<double> row, bool spikes, bool signs)
    {
        for (int tap = 0; tap < _nonZeroWeights.Length; tap++)
        {
            int channel = tap / geometry.Taps, ky = tap % geometry.Taps / geometry.KernelWidth, kx = tap % geometry.KernelWidth;
            var (sum, nonZero, area) = Seen(in geometry, row.Slice(channel * geometry.Input.Plane, geometry.Input.Plane), ky, kx);
            _accumulations += sum * geometry.GroupOutputs;
            _events += (double)nonZero * geometry.GroupOutputs;
            _dense += (double)area * geometry.GroupOutputs;
            double effective = (double)nonZero * _nonZeroWeights[tap];
            if (signs) _effectiveAcs += effective;
            else _effectiveMacs += effective;
            if (spikes) _effectiveBinaryAcs += sum * _nonZeroWeights[tap];
        }
    }

    private static (double Sum, long NonZero, long Area) Seen(in ConvolutionGeometry geometry, ReadOnlySpan<double> plane, int ky, int kx)
    {
        var (top, bottom) = geometry.Rows(ky);
        var (left, right) = geometry.Columns(kx);
        double sum = 0;
        long nonZero = 0;
        for (int y = top; y < bottom; y++)
        {
            int first = geometry.First(y, ky, kx);
            for (int x = left; x < right; x++)
            {
                double value = plane[first + x * geometry.Stride];
                sum += value;
                if (value != 0) nonZero++;
            }
        }
        return (sum, nonZero, (long)(bottom - top) * (right - left));
    }
}
