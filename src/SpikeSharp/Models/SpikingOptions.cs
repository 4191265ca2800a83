using SpikeSharp.Neurons;

namespace SpikeSharp.Models;

/// <summary>A network of neurons; of ReLUs where it is the ANN twin of one.</summary>
/// <param name="Classes">Number of classes, at least 1.</param>
/// <param name="Neuron">The neuron.</param>
public abstract record SpikingOptions(int Classes, NeuronOptions Neuron) : NetworkOptions(Classes)
{
    /// <inheritdoc/>
    public override bool IsSpiking => Neuron.Kind.IsSpiking();
}
