using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Neurons that look at a sum, where what they emit goes, and what they remember.</summary>
internal sealed unsafe class NeuronOutput
{
    // Pinned, as rows hand its address to kernels; 1/λ of a burst neuron, q of a quantised ReLU, by channel; null where neither is meant.
    private readonly float[]? _numbers;
    private readonly NeuronRow _row;

    /// <param name="view">Where spikes go.</param>
    /// <param name="neuron">Which neurons.</param>
    /// <param name="state">Of burst neurons; null for others.</param>
    internal NeuronOutput(MapView view, Neuron neuron, StateMap? state)
    {
        (View, Neuron, State, IsBurst) = (view, neuron, state, neuron.Equation == NeuronKind.BurstIf);
        if ((neuron.Scale ?? neuron.Quantum) is { } numbers)
        {
            _numbers = GC.AllocateUninitializedArray<float>(view.Channels, pinned: true);
            for (var c = 0; c < view.Channels; c++)
            {
                var value = numbers.Values[numbers.Values.Length == 1 ? 0 : c];
                _numbers[c] = IsBurst ? 1 / value : value;
            }
        }
        _row = new NeuronRow
        {
            Steps = view.Buffer.Steps,
            Equation = neuron.Equation,
            MaxSpikes = neuron.MaxSpikes,
            Decay = neuron.Decay,
            Threshold = neuron.Threshold,
            Slope = neuron.Slope,
            Ceiling = neuron.Ceiling ?? float.PositiveInfinity,
            Burst = neuron.Burst,
            StatePixel = state?.Buffer.Channels ?? 0,
            StatePlane = state?.Channels ?? 0,
            Planes = IsBurst ? PlanesOf(neuron.Burst) : 0,
        };
    }

    internal MapView View { get; }

    internal Neuron Neuron { get; }

    internal bool IsBurst { get; }

    internal StateMap? State { get; }

    /// <summary>Numbers that a burst neuron remembers.</summary>
    internal static int PlanesOf(in BurstIfParameters p) =>
        p.Calibration switch
        {
            SpikeCalibration.None => 1,
            SpikeCalibration.Signed => 2,
            _ => 5,
        };

    /// <summary>The neurons of some channels of a row.</summary>
    internal NeuronRow Row(MapRow output, byte* arena, int y, int x, int firstChannel)
    {
        var row = _row;
        row.Output = output;
        if (_numbers is not null)
            row.Numbers = (float*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref _numbers[firstChannel]);
        if (State is not null)
            row.State = State.At(arena, y, x) + firstChannel;
        return row;
    }
}
