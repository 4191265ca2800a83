namespace SpikeSharp.Training;

/// <summary>Mean weighted parts of the detection loss.</summary>
public readonly record struct DetectionLosses(double Box, double Class, double Dfl)
{
    /// <summary>Their sum.</summary>
    public double Total => Box + Class + Dfl;
}
