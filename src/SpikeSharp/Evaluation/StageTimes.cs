namespace SpikeSharp.Evaluation;

/// <summary>Mean milliseconds an image.</summary>
/// <param name="Load">Waiting for decoded, letterboxed images.</param>
/// <param name="Infer">Network and decoding.</param>
/// <param name="Post">Suppression and mapping back.</param>
public readonly record struct StageTimes(double Load, double Infer, double Post);
