namespace SpikeSharp.Graph;

/// <summary>A result of the graph: a value under the name the outside knows it by.</summary>
/// <param name="Name">Unique among the outputs, for instance <c>y</c> or <c>raw0</c>.</param>
/// <param name="Value">Name of the node that gives it.</param>
public readonly record struct GraphOutput(string Name, string Value);
