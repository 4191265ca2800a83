namespace SpikeSharp.Graph.Energy;

/// <summary>Synaptic operations of one image in one way of counting.</summary>
/// <param name="EffectiveMacs">Multiply-accumulates that cannot be skipped.</param>
/// <param name="EffectiveAcs">Accumulations that cannot be skipped.</param>
/// <param name="Dense">Operations if nothing were zero.</param>
public readonly record struct SynapticOperations(double EffectiveMacs, double EffectiveAcs, double Dense);
