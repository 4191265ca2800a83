using SpikeSharp.Data.Batches;

namespace SpikeSharp.Evaluation;

/// <summary>What was found in an image of a classification set, and what it is.</summary>
/// <param name="Image">The image.</param>
/// <param name="Probabilities">A probability a class.</param>
/// <param name="Truth">Its class.</param>
public sealed record ClassifiedImage(BatchImage Image, double[] Probabilities, int Truth);
