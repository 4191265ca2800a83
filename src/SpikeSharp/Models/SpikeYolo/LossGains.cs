namespace SpikeSharp.Models.SpikeYolo;

/// <summary>Weights of the three parts of the detection loss.</summary>
public readonly record struct LossGains(double Box = 7.5, double Class = 0.5, double Dfl = 1.5)
{
    /// <summary>The defaults.</summary>
    public LossGains()
        : this(7.5, 0.5, 1.5) { }
}
