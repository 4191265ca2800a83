using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Models;

/// <summary>The file of weights that a new network is to take.</summary>
/// <param name="File">The file.</param>
/// <param name="Known">The network that it was written from, where it is a checkpoint of ours; null where the file does not tell.</param>
public sealed record GivenWeights(SafetensorsFile File, NetworkOptions? Known);
