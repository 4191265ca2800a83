namespace SpikeSharp.Conversion;

/// <summary>A part of a stage that is done.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Total">How many parts it has at most.</param>
/// <param name="Words">What came of this one, for people; null for nothing.</param>
public readonly record struct ConversionProgress(ConversionStage Stage, int Total, string? Words = null);
