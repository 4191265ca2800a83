namespace SpikeSharp.Engine;

/// <summary>What one step of a network cost.</summary>
/// <param name="Node">Node of its operation.</param>
/// <param name="Name">Name of the value it computes: the node's, or that of the sum which it is the last part of.</param>
/// <param name="Kernel">What computed it.</param>
/// <param name="Arithmetic">In which numbers, which decides how fast it could be.</param>
/// <param name="Macs">Multiply-accumulates that a dense implementation would need, all time steps, padding included.</param>
/// <param name="Visited">Those of them that were done: an event-driven kernel leaves out what is zero.</param>
/// <param name="Density">Share of its input that is not zero; NaN where that plays no part.</param>
/// <param name="Seconds">Median time of a run.</param>
public sealed record LayerProfile(
    string Node,
    string Name,
    string Kernel,
    LayerArithmetic Arithmetic,
    long Macs,
    long Visited,
    double Density,
    double Seconds
);
