namespace SpikeSharp.Graph.Verification;

/// <summary>A layer that would multiply: its input is not made of spikes.</summary>
/// <param name="Node">Name of the layer.</param>
/// <param name="Reason">What its input is and where that comes from.</param>
public readonly record struct SpikeDrivenViolation(string Node, string Reason);
