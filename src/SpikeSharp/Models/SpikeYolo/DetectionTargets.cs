namespace SpikeSharp.Models.SpikeYolo;

/// <summary>The objects of a batch.</summary>
/// <param name="ImageIndex">Image in the batch, for each object.</param>
/// <param name="Class">Class, for each object.</param>
/// <param name="Boxes">Centre x, y, width, height in parts of the picture, four numbers for each object.</param>
public readonly record struct DetectionTargets(ReadOnlyMemory<int> ImageIndex, ReadOnlyMemory<int> Class, ReadOnlyMemory<float> Boxes);
