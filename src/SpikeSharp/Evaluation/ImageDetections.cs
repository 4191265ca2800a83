using SpikeSharp.Data.Batches;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Metrics;

namespace SpikeSharp.Evaluation;

/// <summary>What was found in an image of a data set, and what is there; both in the pixels of its file.</summary>
public sealed record ImageDetections(BatchImage Image, IReadOnlyList<Detection> Found, IReadOnlyList<GroundTruth> Truth);
