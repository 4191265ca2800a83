using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>
/// A convolution over binary virtual time steps (spec 1.5): where an input fires its 8-bit weights are added, nothing is multiplied.
/// </summary>
/// <remarks>It counts its additions: the synaptic operations of spike-driven hardware.</remarks>
internal sealed unsafe class BinaryConvolution : Step
{
    private readonly Convolution _convolution;
    private readonly sbyte[] _weights;
    private readonly MapView _input;
    private readonly int _maxSpikes;
    private readonly OutputStage _output;
    private readonly int _height;
    private readonly int _width;
    private readonly int _bands;
    private readonly AdditionCount _count;

    internal BinaryConvolution(
        string name,
        Convolution convolution,
        QuantisedWeights quantised,
        MapView input,
        int maxSpikes,
        OutputStage output,
        int height,
        int width,
        int workers,
        AdditionCount count
    )
        : base(name)
    {
        (_convolution, _input, _maxSpikes, _output, _height, _width, _count) = (
            convolution,
            input,
            maxSpikes,
            output,
            height,
            width,
            count
        );
        _bands = Math.Min(height, 4 * workers);
        var taps = convolution.KernelHeight * convolution.KernelWidth;
        _weights = new sbyte[quantised.Values.Length];
        // From [group, output, input, tap] to [group, input, tap, output]: the weights of one spike lie side by side.
        for (var o = 0; o < convolution.OutChannels; o++)
        {
            for (var i = 0; i < GroupInputs * taps; i++)
                _weights[(o / GroupOutputs * GroupInputs * taps + i) * GroupOutputs + o % GroupOutputs] = quantised.Values[
                    o * GroupInputs * taps + i
                ];
        }
    }

    internal override string Kernel => "binary steps";

    internal override long Macs => (long)_convolution.Weight.Values.Length * _height * _width * _input.Buffer.Steps;

    internal override MapView? Input => _input;

    internal override int Items => _bands;

    internal override long ScratchBytes => (long)_input.Buffer.Steps * _width * Padded * sizeof(int);

    private int Padded => _convolution.OutChannels + 8;

    private int GroupInputs => _convolution.Weight.Shape[1];

    private int GroupOutputs => _convolution.OutChannels / _convolution.Groups;

    internal override void Run(byte* arena, byte* scratch, int item)
    {
        var (first, end) = Part(_height, _bands, item);
        _output.ClearHalos(arena, first, end);
        nint pixel = Padded * sizeof(int);
        long additions = 0;
        for (var y = first; y < end; y++)
        {
            new Span<byte>(scratch, checked((int)ScratchBytes)).Clear();
            for (var t = 0; t < _input.Buffer.Steps; t++)
            {
                for (var x = 0; x < _width; x++)
                {
                    for (var d = 0; d < _maxSpikes; d++)
                        additions += Pixel(arena, t, d, y, x, (int*)(scratch + (t * _width + x) * pixel));
                }
            }
            _output.Row<IntegerSum>(
                arena,
                scratch,
                pixel,
                _input.Buffer.Steps == 1 ? 0 : _width * pixel,
                y,
                0,
                _width,
                0,
                _convolution.OutChannels
            );
        }
        _count.Add(additions);
    }

    private long Pixel(byte* arena, int t, int d, int y, int x, int* sums)
    {
        int kw = _convolution.KernelWidth,
            taps = _convolution.KernelHeight * kw;
        long additions = 0;
        for (var tap = 0; tap < taps; tap++)
        {
            var at = _input.At(
                arena,
                t,
                y * _convolution.Stride - _convolution.Padding + tap / kw,
                x * _convolution.Stride - _convolution.Padding + tap % kw
            );
            for (var c = 0; c < _input.Channels; c++)
            {
                var spikes = _input.Spike(at[c]);
                if (Math.Abs(spikes) <= d)
                    continue;
                var (group, i) = Math.DivRem(c, GroupInputs);
                var row = _weights.AsSpan(((group * GroupInputs + i) * taps + tap) * GroupOutputs, GroupOutputs);
                var target = sums + group * GroupOutputs;
                if (spikes > 0)
                    for (var o = 0; o < row.Length; o++)
                        target[o] += row[o];
                else
                    for (var o = 0; o < row.Length; o++)
                        target[o] -= row[o];
                additions += row.Length;
            }
        }
        return additions;
    }
}
