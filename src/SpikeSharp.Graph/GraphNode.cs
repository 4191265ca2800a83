using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph;

/// <summary>One node: its output value carries the node's name.</summary>
/// <param name="Name">Unique name; in compiled networks the name of the authors' module.</param>
/// <param name="Operation">What it computes, with its parameters and weights.</param>
/// <param name="Inputs">Names of the values it takes, in order.</param>
public sealed record GraphNode(string Name, Operation Operation, IReadOnlyList<string> Inputs);
