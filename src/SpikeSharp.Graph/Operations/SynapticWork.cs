namespace SpikeSharp.Graph.Operations;

/// <summary>Multiply-accumulates of an operation in one time step.</summary>
/// <param name="Gate">The input whose numbers say how often each is an addition, where they are spikes; null where real numbers meet real
/// numbers.</param>
/// <param name="Macs">How many a dense implementation needs, padded taps included.</param>
public readonly record struct SynapticWork(int? Gate, long Macs);
