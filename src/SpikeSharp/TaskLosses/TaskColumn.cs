namespace SpikeSharp.TaskLosses;

/// <summary>One number an epoch.</summary>
/// <param name="Name">Its heading in results.csv; of a loss without what it was computed on.</param>
/// <param name="Label">Its heading on the terminal.</param>
/// <param name="Width">Letters it takes there.</param>
public sealed record TaskColumn(string Name, string Label, int Width);
