namespace SpikeSharp.Models.SpikeYolo;

/// <summary>Weights of the three parts of the detection loss.</summary>
public readonly record struct LossGains(double Box, double Class, double Dfl)
{
    /// <summary>The defaults.</summary>
    public LossGains()
        : this(7.5, 0.5, 1.5) { }
}
