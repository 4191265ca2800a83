namespace SpikeSharp.Graph.Verification;

/// <summary>An operation over real numbers that no spikes can carry: an exception from "additions only", known and named.</summary>
/// <param name="Node">Name of the node.</param>
/// <param name="Work">What it does, in a few words.</param>
public readonly record struct RealOperation(string Node, string Work);
