namespace SpikeSharp.Graph.Verification;

/// <summary>One output of the graph under both arithmetics, over all images.</summary>
/// <param name="Output">Name of the output.</param>
/// <param name="Compared">Numbers compared.</param>
/// <param name="LargestDifference">Largest absolute difference; sums in another order may differ in the last bits.</param>
public readonly record struct OutputComparison(string Output, long Compared, double LargestDifference);
