namespace SpikeSharp.Graph.Neurons;

/// <summary>What takes back spikes that a transient current has brought about (docs/spec/spicalib.md 2).</summary>
public enum SpikeCalibration
{
    /// <summary>Nothing: spikes that were sent stay sent.</summary>
    None,

    /// <summary>The published rule, its defect included: what it clears is still booked as taken back, so that a neuron has to pay for
    /// spikes it never sent (spec 2.2 and 2.3).</summary>
    Published,

    /// <summary>The same rule, which never takes back more than was sent (spec 2.4).</summary>
    Corrected,

    /// <summary>Negative spikes at once, as soon as the membrane asks for them, never more than were sent (spec 2.5).</summary>
    Signed,
}
