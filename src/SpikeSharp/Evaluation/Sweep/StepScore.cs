namespace SpikeSharp.Evaluation.Sweep;

/// <summary>How good a network is.</summary>
/// <param name="Steps">Time steps; 0 for the ANN.</param>
/// <param name="Values">By the metric's name.</param>
public sealed record StepScore(int Steps, IReadOnlyDictionary<string, double> Values);
