namespace SpikeSharp.Conversion.Search;

/// <summary>What a search found.</summary>
/// <param name="Best">The settings of the smallest objective; of several, those tried first.</param>
/// <param name="Objective">The smallest objective.</param>
/// <param name="Trials">All its trials.</param>
/// <param name="StoppedEarly">Whether it ended before its budget: nothing became better, or nothing was left to try.</param>
public sealed record SearchResult(SearchPoint Best, double Objective, IReadOnlyList<SearchTrial> Trials, bool StoppedEarly);
