namespace SpikeSharp.Evaluation;

/// <summary>How much a neuron layer fires.</summary>
/// <param name="Name">The layer.</param>
/// <param name="MeanSpikes">Mean integer spike, 0…D.</param>
/// <param name="Density">Share of spikes other than 0.</param>
/// <param name="SilentChannels">Share of its channels that never fired.</param>
/// <param name="Saturated">Share of spikes that are as large as they can be, D; of a ReLU 0.</param>
public readonly record struct LayerRate(string Name, double MeanSpikes, double Density, double SilentChannels, double Saturated)
{
    /// <summary>Below this mean integer spike a layer is dying.</summary>
    public const double LeastSpikes = 0.001;

    /// <summary>Above this share of silent channels a layer is dying.</summary>
    public const double MostSilent = 0.9;

    /// <summary>Whether it hardly fires: little of the picture comes through it, and little gradient.</summary>
    public bool Dying => MeanSpikes < LeastSpikes || SilentChannels > MostSilent;
}
