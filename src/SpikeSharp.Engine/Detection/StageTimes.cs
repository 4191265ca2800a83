namespace SpikeSharp.Engine.Detection;

/// <summary>How long the stages took: milliseconds an image.</summary>
/// <param name="Load">Resizing and padding the picture; decoding it too where it comes from a file.</param>
/// <param name="Infer">Network and decoding of its boxes.</param>
/// <param name="Post">Suppression and the way back to the picture's pixels.</param>
public readonly record struct StageTimes(double Load, double Infer, double Post);
