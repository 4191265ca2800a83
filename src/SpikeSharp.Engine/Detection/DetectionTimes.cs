namespace SpikeSharp.Engine.Detection;

/// <summary>How long the stages took.</summary>
/// <param name="Load">Resizing and padding the picture.</param>
/// <param name="Infer">The network.</param>
/// <param name="Post">Suppression and the way back to the picture's pixels.</param>
public readonly record struct DetectionTimes(TimeSpan Load, TimeSpan Infer, TimeSpan Post);
