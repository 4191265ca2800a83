using System.Numerics;
using SpikeSharp.Engine.Exactness;
using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Kernels.Lanes;
using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>What follows the sums of a convolution, in one pass: scale, bias, residual, membrane with decay and soft reset, clip, round,
/// spikes as bytes (spec 1.1 and 1.3).</summary>
internal sealed unsafe class OutputStage
{
    /// <summary>Layers of neurons that may look at one sum.</summary>
    internal const int MostNeurons = 8;

    private readonly InstructionSet _instructions;
    private readonly float[] _bias;
    private readonly float[] _scale;
    private readonly MapView[] _residuals;
    private readonly MapView? _value;
    private readonly NeuronOutput[] _neurons;
    private readonly ExactValue? _exact;
    private readonly SpikeDecision? _decide;
    private readonly int _steps;
    private readonly bool _isOneStep;
    private readonly bool _bursts;

    /// <param name="instructions">Vector instructions to use.</param>
    /// <param name="channels">Of the sum.</param>
    /// <param name="bias">One a channel, or null for none.</param>
    /// <param name="scale">What a sum is multiplied with, one a channel; null where sums are the numbers themselves.</param>
    /// <param name="residuals">Maps that are added.</param>
    /// <param name="value">Where the sum is kept, if anywhere.</param>
    /// <param name="neurons">Who looks at the sum.</param>
    /// <param name="exact">The sum in float64, for potentials near a boundary; null where float32 decides.</param>
    internal OutputStage(
        InstructionSet instructions,
        int channels,
        ReadOnlySpan<float> bias,
        ReadOnlySpan<float> scale,
        MapView[] residuals,
        MapView? value,
        NeuronOutput[] neurons,
        ExactValue? exact
    )
    {
        _instructions = instructions;
        (_bias, _scale) = (new float[channels], new float[channels]);
        bias.CopyTo(_bias);
        if (scale.IsEmpty)
            Array.Fill(_scale, 1f);
        else
            scale.CopyTo(_scale);
        (_residuals, _value, _neurons, _exact) = (residuals, value, neurons, exact);
        _decide = exact is null ? null : DecideInFloat64;
        _steps = value?.Buffer.Steps ?? 1;
        foreach (var neuron in neurons)
            _steps = Math.Max(_steps, neuron.View.Buffer.Steps);
        _bursts = neurons.Length > 0 && neurons.All(neuron => neuron.Form.KeepsState);
        _isOneStep = _steps == 1 && residuals.All(residual => !residual.Buffer.IsSpikes) && neurons.All(neuron => neuron.Form.Rounds);
    }

    /// <summary>Finishes some channels of some pixels of a row.</summary>
    /// <typeparam name="TSum">How sums are read.</typeparam>
    /// <param name="arena">The maps.</param>
    /// <param name="sums">Sums of the first pixel at t = 0.</param>
    /// <param name="pixelSums">Bytes from pixel to pixel.</param>
    /// <param name="stepSums">Bytes from time step to time step; 0 for sums that are the same at every t.</param>
    /// <param name="y">Row.</param>
    /// <param name="x">First column.</param>
    /// <param name="pixels">How many.</param>
    /// <param name="firstChannel">First channel.</param>
    /// <param name="channels">How many.</param>
    internal void Row<TSum>(
        byte* arena,
        byte* sums,
        nint pixelSums,
        nint stepSums,
        int y,
        int x,
        int pixels,
        int firstChannel,
        int channels
    )
        where TSum : struct, ISum
    {
        var residuals = stackalloc MapRow[_residuals.Length];
        var neurons = stackalloc NeuronRow[_neurons.Length];
        for (var k = 0; k < _residuals.Length; k++)
            residuals[k] = Of(_residuals[k], arena, y, x, firstChannel);
        fixed (
            float* bias = &_bias[firstChannel],
                scale = &_scale[firstChannel]
        )
        {
            var row = new SumRow
            {
                Sums = sums,
                SumPixel = pixelSums,
                SumStep = stepSums,
                Scale = scale,
                Bias = bias,
                Residuals = residuals,
                ResidualCount = _residuals.Length,
                Value = _value is { } value ? Of(value, arena, y, x, firstChannel) : default,
                ValueSteps = _value is { } kept ? kept.Buffer.Steps : 0,
                Neurons = neurons,
                NeuronCount = _neurons.Length,
                Steps = _steps,
                Before = _bursts ? RunClock.Of(arena)->Before : 0,
                Pixels = pixels,
                Channels = channels,
            };
            for (var k = 0; k < _neurons.Length; k++)
                neurons[k] = _neurons[k].Row(Of(_neurons[k].View, arena, y, x, firstChannel), arena, y, x, firstChannel);
            var borderline = new Borderline(_decide, arena, y, x, firstChannel);
            switch (_instructions)
            {
                case InstructionSet.Avx512:
                    Row<TSum, Avx512Lanes>(in row, in borderline);
                    break;
                case InstructionSet.Avx2:
                    Row<TSum, Avx2Lanes>(in row, in borderline);
                    break;
                case InstructionSet.Scalar:
                    Row<TSum, ScalarLanes>(in row, in borderline);
                    break;
                default:
                    throw new InvalidOperationException($"no kernels for {_instructions}");
            }
        }
    }

    private void Row<TSum, TLanes>(in SumRow row, in Borderline borderline)
        where TSum : struct, ISum
        where TLanes : unmanaged, ILanes<TLanes>
    {
        if (_isOneStep)
            OneStepNeurons.Row<TSum, TLanes>(in row, in borderline);
        else if (_bursts)
            for (var k = 0; k < row.NeuronCount; k++)
                BurstNeurons.Row<TSum, TLanes>(in row, k);
        else
            NeuronsOverTime.Row<TSum, TLanes>(in row, in borderline);
    }

    private static MapRow Of(MapView view, byte* arena, int y, int x, int firstChannel) =>
        new()
        {
            First = view.At(arena, 0, y, x) + (nint)firstChannel * (view.Buffer.IsSpikes ? 1 : sizeof(float)),
            Pixel = view.Buffer.PixelBytes,
            Step = view.Buffer.Steps == 1 ? 0 : view.Buffer.StepBytes,
            IsSpikes = view.Buffer.IsSpikes,
            IsSigned = view.Buffer.IsSigned,
        };

    /// <summary>Decides spikes in float64 where float32 cannot be trusted to.</summary>
    private void DecideInFloat64(byte* arena, int k, int t, int y, int x, int channel, ulong lanes)
    {
        var (view, neuron) = (_neurons[k].View, (SpikingNeuron)_neurons[k].Neuron);
        for (; lanes != 0; lanes &= lanes - 1)
        {
            var c = channel + BitOperations.TrailingZeroCount(lanes);
            var memory = neuron.Start();
            var spikes = 0;
            for (var past = 0; past <= t; past++)
                spikes = neuron.Step(_exact!.At(arena, past, y, x, c), c, past, ref memory).Spikes;
            view.At(arena, t, y, x)[c] = (byte)spikes;
        }
    }

    /// <summary>Zeros the borders of what was written to rows [first, end).</summary>
    internal void ClearHalos(byte* arena, int first, int end)
    {
        if (_value is { } value)
            Clear(value, arena, first, end);
        foreach (var neuron in _neurons)
            Clear(neuron.View, arena, first, end);
    }

    private static void Clear(MapView view, byte* arena, int first, int end)
    {
        for (var t = 0; t < view.Buffer.Steps; t++)
            view.ClearHalo(arena, t, first, end);
    }
}
