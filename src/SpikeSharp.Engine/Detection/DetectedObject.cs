using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Engine.Detection;

/// <summary>A found object.</summary>
/// <param name="Class">From 0.</param>
/// <param name="Name">Of the class.</param>
/// <param name="Confidence">0 … 1.</param>
/// <param name="Box">In the picture's pixels.</param>
public sealed record DetectedObject(int Class, string Name, float Confidence, Box Box);
