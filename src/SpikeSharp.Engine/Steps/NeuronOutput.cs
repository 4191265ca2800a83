using System.Runtime.Intrinsics;
using SpikeSharp.Engine.Maps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Steps;

/// <summary>Neurons that look at a sum, where what they emit goes, and what they remember.</summary>
internal sealed class NeuronOutput
{
    /// <param name="view">Where spikes go.</param>
    /// <param name="neuron">Which neurons.</param>
    /// <param name="state">Of burst neurons; null for others.</param>
    internal NeuronOutput(MapView view, Neuron neuron, StateMap? state)
    {
        (View, Neuron, State, IsBurst) = (view, neuron, state, neuron.Equation == NeuronKind.BurstIf);
        Planes = IsBurst ? BurstLanes.Planes(neuron.Burst) : 0;
        Numbers = new float[view.Channels + Vector512<float>.Count];
        var numbers = neuron.Scale ?? neuron.Quantum;
        for (var c = 0; c < view.Channels && numbers is not null; c++)
        {
            var value = numbers.Values[numbers.Values.Length == 1 ? 0 : c];
            Numbers[c] = IsBurst ? 1 / value : value;
        }
    }

    internal MapView View { get; }

    internal Neuron Neuron { get; }

    internal bool IsBurst { get; }

    /// <summary>Numbers that a burst neuron remembers.</summary>
    internal int Planes { get; }

    internal StateMap? State { get; }

    /// <summary>1/λ of a burst neuron, q of a quantised ReLU, by channel; behind the last there are zeros for a vector.</summary>
    internal float[] Numbers { get; }
}
