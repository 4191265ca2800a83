using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Lowering;

/// <summary>What the engine does at once: an operation, what is added to it, and the neurons that look at the sum.</summary>
/// <param name="Value">Name of the sum, or of the operation's result where nothing is added.</param>
/// <param name="Operation">The operation; <see cref="Add"/> for a sum alone.</param>
/// <param name="Inputs">What the operation takes.</param>
/// <param name="Residuals">What is added to its result.</param>
internal sealed record FusedStep(string Value, Operation Operation, IReadOnlyList<string> Inputs, IReadOnlyList<string> Residuals)
{
    /// <summary>Node of the operation, where its result has another name than the sum.</summary>
    internal string Node { get; init; } = Value;

    /// <summary>When it is done.</summary>
    internal Phase Phase { get; set; }

    /// <summary>Neurons with the name of their spikes.</summary>
    internal List<(string Name, Neuron Neuron)> Neurons { get; } = [];

    /// <summary>Whether somebody besides the neurons reads the sum.</summary>
    internal bool KeepsValue { get; set; }

    /// <summary>Everything it reads.</summary>
    internal IEnumerable<string> Reads => Inputs.Concat(Residuals);

    /// <summary>Everything it writes.</summary>
    internal IEnumerable<string> Writes => KeepsValue ? Neurons.Select(n => n.Name).Prepend(Value) : Neurons.Select(n => n.Name);
}
