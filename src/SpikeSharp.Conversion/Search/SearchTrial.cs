namespace SpikeSharp.Conversion.Search;

/// <summary>One evaluation: a line of <c>trials.jsonl</c>.</summary>
/// <param name="Number">Its number in the file, from 1.</param>
/// <param name="Kind">Why it was made.</param>
/// <param name="Point">The settings.</param>
/// <param name="Objective">What came of them; smaller is better.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Seed">The seed of the search.</param>
/// <param name="Best">The smallest objective of its search up to it.</param>
public sealed record SearchTrial(int Number, TrialKind Kind, SearchPoint Point, double Objective, double Seconds, long Seed, double Best);
