namespace SpikeSharp.Engine;

/// <summary>The arithmetic of an engine.</summary>
public enum EngineMode
{
    /// <summary>8-bit weights with one scale an output channel; sums of spikes times weights are exact integers.</summary>
    Int8,

    /// <summary>Weights as they are in the file, float32 sums.</summary>
    Exact,

    /// <summary>The 8-bit weights added once for each of the T×D binary virtual time steps in which an input fires: the same spikes as
    /// <see cref="Int8"/> with additions only, counted.</summary>
    Binary,
}
