namespace SpikeSharp.Graph.Neurons;

/// <summary>Parameters of the burst integrate-and-fire neuron of a converted network, in units of its threshold, which is 1.</summary>
/// <param name="MaxSpikes">γ, most spikes of a step, 1 or more; 1 is the ordinary integrate-and-fire neuron.</param>
/// <param name="InitialMembrane">v0, membrane potential before the first step; 0.5 turns cutting off into rounding.</param>
/// <param name="Calibration">How spikes are taken back.</param>
/// <param name="Allowance">a, steps that a neuron may be silent beyond its usual interval before the published and the corrected
/// calibration take spikes back, 0 or more.</param>
/// <param name="RestoresMembrane">Whether a spike that the corrected calibration takes back goes to the membrane, so that none is
/// lost.</param>
/// <param name="NegativeSlope">α of a LeakyReLU, above 0, whose negative values are negative spikes of the same size; 0 for ReLU.</param>
/// <param name="ResetsToZero">Whether the membrane returns to v = 0 after a spike in place of keeping the remainder; only for γ =
/// 1.</param>
public readonly record struct BurstIfParameters(
    int MaxSpikes = 5,
    double InitialMembrane = 0,
    SpikeCalibration Calibration = SpikeCalibration.None,
    int Allowance = 0,
    bool RestoresMembrane = true,
    double NegativeSlope = 0,
    bool ResetsToZero = false
)
{
    /// <summary>Whether spikes may be negative.</summary>
    public bool IsSigned => Calibration != SpikeCalibration.None || NegativeSlope > 0;
}
