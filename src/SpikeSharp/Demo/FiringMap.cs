using SpikeSharp.Imaging;

namespace SpikeSharp.Demo;

/// <summary>What a layer fires for one picture, as a grey picture.</summary>
/// <param name="Layer">Name of the neuron layer.</param>
/// <param name="Channels">Its channels.</param>
/// <param name="MeanSpikes">Mean integer spike of the layer.</param>
/// <param name="Mean">Mean over the channels, a pixel a position; white is the most.</param>
/// <param name="Liveliest">The channel that varies most, black 0 … white D.</param>
/// <param name="Steps">That channel in each of the D binary virtual time steps; they add up to it.</param>
public sealed record FiringMap(string Layer, int Channels, double MeanSpikes, Image Mean, Image Liveliest, IReadOnlyList<Image> Steps);
