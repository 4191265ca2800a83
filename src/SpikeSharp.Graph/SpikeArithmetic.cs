namespace SpikeSharp.Graph;

/// <summary>How the interpreter runs a convolution over spikes.</summary>
public enum SpikeArithmetic
{
    /// <summary>Integer spikes 0…D times weights.</summary>
    Integer,

    /// <summary>T×D virtual time steps of 0/1 spikes: weights are added where a one stands, nothing is multiplied (spec 1.5).</summary>
    Binary,
}
