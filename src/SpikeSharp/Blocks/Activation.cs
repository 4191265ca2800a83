namespace SpikeSharp.Blocks;

/// <summary>Activations of ordinary networks, as --act names them.</summary>
public enum Activation
{
    /// <summary>max(0, x): what a conversion to spikes wants.</summary>
    ReLU,

    /// <summary>x · sigmoid(x).</summary>
    SiLU,
}
