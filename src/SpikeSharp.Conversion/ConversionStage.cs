namespace SpikeSharp.Conversion;

/// <summary>The parts of a conversion that take time, in their order.</summary>
public enum ConversionStage
{
    /// <summary>Activations are measured, picture by picture.</summary>
    Calibrate,

    /// <summary>Settings of the whole network are tried.</summary>
    Search,

    /// <summary>Scales are tried layer by layer.</summary>
    SearchLayers,

    /// <summary>The result is compared with the ordinary network, picture by picture.</summary>
    Compare,
}
