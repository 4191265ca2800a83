using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Metrics;

/// <summary>What was found in one image of a data set.</summary>
/// <param name="Image">File name or path; its stem tells the image's id.</param>
/// <param name="Detections">Boxes in pixels of the original image; may be empty.</param>
public sealed record ImagePredictions(string Image, IReadOnlyList<Detection> Detections);
