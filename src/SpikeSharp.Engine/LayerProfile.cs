namespace SpikeSharp.Engine;

/// <summary>What one step of a network cost.</summary>
/// <param name="Name">Name of the value it computes.</param>
/// <param name="Kernel">What computed it.</param>
/// <param name="Macs">Multiply-accumulates that a dense implementation would need, all time steps, padding included.</param>
/// <param name="Density">Share of its input that is not zero; NaN where that plays no part.</param>
/// <param name="Seconds">Median time of a run.</param>
public sealed record LayerProfile(string Name, string Kernel, long Macs, double Density, double Seconds);
