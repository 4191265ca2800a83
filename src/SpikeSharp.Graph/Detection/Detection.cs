namespace SpikeSharp.Graph.Detection;

/// <summary>A found object.</summary>
/// <param name="Box">Where, in pixels.</param>
/// <param name="Confidence">0 … 1.</param>
/// <param name="Class">From 0.</param>
public readonly record struct Detection(Box Box, float Confidence, int Class);
