namespace SpikeSharp.Conversion;

/// <summary>What shares one scale λ, the value of one spike (docs/spec/spicalib.md 1.3).</summary>
public enum ScaleMode
{
    /// <summary>All neurons of a layer.</summary>
    Layer,

    /// <summary>The neurons of a channel; layers of single pixels keep one scale.</summary>
    Channel,
}
