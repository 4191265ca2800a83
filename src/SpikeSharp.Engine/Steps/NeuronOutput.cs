using SpikeSharp.Engine.Kernels.Neurons;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Neurons that look at a sum, where what they emit goes, and what they remember.</summary>
internal sealed unsafe class NeuronOutput
{
    // Pinned, as rows hand its address to kernels; the form's numbers by channel; null where it has none.
    private readonly float[]? _numbers;
    private readonly NeuronRow _row;

    /// <param name="view">Where spikes go.</param>
    /// <param name="neuron">Which neurons.</param>
    /// <param name="state">Of neurons that keep one in memory; null for others.</param>
    internal NeuronOutput(MapView view, Neuron neuron, StateMap? state)
    {
        (View, Neuron, State, Form) = (view, neuron, state, NeuronForm.Of(neuron));
        if (Form.Numbers is { Length: > 0 } numbers)
        {
            _numbers = GC.AllocateUninitializedArray<float>(view.Channels, pinned: true);
            for (var c = 0; c < view.Channels; c++)
                _numbers[c] = numbers[numbers.Length == 1 ? 0 : c];
        }
        _row = Form.Row;
        _row.Steps = view.Buffer.Steps;
        _row.StatePixel = state?.Buffer.Channels ?? 0;
        _row.StatePlane = state?.Channels ?? 0;
    }

    internal MapView View { get; }

    internal Neuron Neuron { get; }

    /// <summary>The neurons as the engine computes them.</summary>
    internal NeuronForm Form { get; }

    internal StateMap? State { get; }

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
