namespace SpikeSharp.Prediction;

/// <summary>A picture or a video to find objects in.</summary>
/// <param name="Path">The file, absolute.</param>
/// <param name="IsVideo">Whether it has frames; told by the name's ending.</param>
public readonly record struct SourceFile(string Path, bool IsVideo);
