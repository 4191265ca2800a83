namespace SpikeSharp.Graph;

/// <summary>A value inside a graph under construction: what <see cref="GraphBuilder"/> hands out and takes back.</summary>
/// <param name="Name">Name of the node that gives it.</param>
/// <param name="Shape">Its shape at the graph's own image size.</param>
public readonly record struct GraphValue(string Name, ValueShape Shape);
