using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Operations.Arithmetic;

namespace SpikeSharp.Graph.Energy;

/// <summary>Running sums of one convolution over images.</summary>
internal sealed class ConvolutionTally
{
    private readonly string _node;
    private readonly Convolution _convolution;
    private readonly int[] _nonZeroWeights;
    private int _maxSpikes,
        _evaluations;
    private double _macs,
        _sum,
        _nonZero,
        _elements,
        _accumulations,
        _events,
        _effectiveMacs,
        _effectiveAcs,
        _effectiveBinaryAcs,
        _dense;

    internal ConvolutionTally(string node, Convolution convolution)
    {
        (_node, _convolution) = (node, convolution);
        int taps = convolution.KernelHeight * convolution.KernelWidth,
            inputs = convolution.Weight.Shape[1];
        _nonZeroWeights = new int[inputs * convolution.Groups * taps];
        var weights = convolution.Weight.Values;
        int perChannel = inputs * taps,
            perGroup = convolution.OutChannels / convolution.Groups;
        for (var i = 0; i < weights.Length; i++)
        {
            if (weights[i] != 0)
                _nonZeroWeights[i / perChannel / perGroup * perChannel + i % perChannel]++;
        }
    }

    internal void Add(ValueTensor input, ValueShape output)
    {
        // A negative spike is an event like any other.
        var values = input.IsSigned ? Array.ConvertAll(input.ToReals(), Math.Abs) : input.ToReals();
        var geometry = new ConvolutionGeometry(_convolution, input.Shape, output);
        _maxSpikes = input.MaxSpikes;
        _evaluations = input.TimeSteps;
        _macs += _convolution.Work([], output)[0].Macs;
        _elements += values.Length;
        for (var t = 0; t < input.TimeSteps; t++)
        {
            var row = values.AsSpan(input.Row(t), (int)input.Shape.Count);
            var signs = true;
            foreach (var x in row)
            {
                _sum += x;
                if (x != 0)
                    _nonZero++;
                signs &= x is 0 or 1 or -1;
            }
            AddTaps(in geometry, row, input.IsSpikes, signs);
        }
    }

    /// <summary>Adds one image of which only the sums over time are known.</summary>
    internal void Add(SpikeTotals input, ValueShape output)
    {
        var geometry = new ConvolutionGeometry(_convolution, input.Shape, output);
        double[] units = Array.ConvertAll(input.Units(), n => (double)n),
            firings = Array.ConvertAll(input.Firings(), n => (double)n);
        (_maxSpikes, _evaluations) = (input.MaxSpikes, input.Steps);
        _macs += _convolution.Work([], output)[0].Macs;
        _elements += (double)units.Length * input.Steps;
        _sum += units.Sum();
        _nonZero += firings.Sum();
        for (var tap = 0; tap < _nonZeroWeights.Length; tap++)
        {
            int first = tap / geometry.Taps * geometry.Input.Plane,
                ky = tap % geometry.Taps / geometry.KernelWidth,
                kx = tap % geometry.KernelWidth;
            var (sum, _, area) = Seen(in geometry, units.AsSpan(first, geometry.Input.Plane), ky, kx);
            var fired = Seen(in geometry, firings.AsSpan(first, geometry.Input.Plane), ky, kx).Sum;
            _accumulations += sum * geometry.GroupOutputs;
            _events += fired * geometry.GroupOutputs;
            _dense += (double)area * geometry.GroupOutputs * input.Steps;
            // In which steps there were bursts is known, but not how many fired in those: all count as if they might have.
            if (input.UnitSteps == input.Steps)
                _effectiveAcs += fired * _nonZeroWeights[tap];
            else
                _effectiveMacs += fired * _nonZeroWeights[tap];
            _effectiveBinaryAcs += sum * _nonZeroWeights[tap];
        }
    }

    /// <summary>Adds one image of which nothing is known but that it is real numbers.</summary>
    internal void Add(ValueShape input, ValueShape output, int evaluations)
    {
        var geometry = new ConvolutionGeometry(_convolution, input, output);
        _evaluations = evaluations;
        _macs += _convolution.Work([], output)[0].Macs;
        _elements += (double)input.Count * evaluations;
        for (var tap = 0; tap < _nonZeroWeights.Length; tap++)
        {
            var (top, bottom) = geometry.Rows(tap % geometry.Taps / geometry.KernelWidth);
            var (left, right) = geometry.Columns(tap % geometry.KernelWidth);
            var area = (double)(bottom - top) * (right - left) * evaluations;
            _dense += area * geometry.GroupOutputs;
            _effectiveMacs += area * _nonZeroWeights[tap];
        }
    }

    internal LayerCount Average(int images) =>
        new(
            _node,
            _maxSpikes,
            _evaluations,
            _macs / images,
            _sum / _elements,
            _nonZero / _elements,
            _accumulations / images,
            _events / images,
            _effectiveMacs / images,
            _effectiveAcs / images,
            _effectiveBinaryAcs / images,
            _dense / images
        );

    // An input reaches an output through a tap; so instead of following each spike, sum what every tap sees.
    private void AddTaps(in ConvolutionGeometry geometry, ReadOnlySpan<double> row, bool spikes, bool signs)
    {
        for (var tap = 0; tap < _nonZeroWeights.Length; tap++)
        {
            int channel = tap / geometry.Taps,
                ky = tap % geometry.Taps / geometry.KernelWidth,
                kx = tap % geometry.KernelWidth;
            var (sum, nonZero, area) = Seen(in geometry, row.Slice(channel * geometry.Input.Plane, geometry.Input.Plane), ky, kx);
            _accumulations += sum * geometry.GroupOutputs;
            _events += (double)nonZero * geometry.GroupOutputs;
            _dense += (double)area * geometry.GroupOutputs;
            var effective = (double)nonZero * _nonZeroWeights[tap];
            if (signs)
                _effectiveAcs += effective;
            else
                _effectiveMacs += effective;
            if (spikes)
                _effectiveBinaryAcs += sum * _nonZeroWeights[tap];
        }
    }

    private static (double Sum, long NonZero, long Area) Seen(in ConvolutionGeometry geometry, ReadOnlySpan<double> plane, int ky, int kx)
    {
        var (top, bottom) = geometry.Rows(ky);
        var (left, right) = geometry.Columns(kx);
        double sum = 0;
        long nonZero = 0;
        for (var y = top; y < bottom; y++)
        {
            var first = geometry.First(y, ky, kx);
            for (var x = left; x < right; x++)
            {
                var value = plane[first + x * geometry.Stride];
                sum += value;
                if (value != 0)
                    nonZero++;
            }
        }
        return (sum, nonZero, (long)(bottom - top) * (right - left));
    }
}
