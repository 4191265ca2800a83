using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics;

/// <summary>An object that is there.</summary>
/// <param name="Box">Where, in pixels of the same image as the detections.</param>
/// <param name="Class">From 0.</param>
public readonly record struct GroundTruth(Box Box, int Class);
