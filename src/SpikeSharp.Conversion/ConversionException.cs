namespace SpikeSharp.Conversion;

/// <summary>A network that cannot be converted, with everything that stands in the way.</summary>
/// <param name="problems">At least one.</param>
public sealed class ConversionException(IReadOnlyList<ConversionProblem> problems) : Exception(string.Join(Environment.NewLine, problems))
{
    /// <summary>Every offender, in the order of the graph.</summary>
    public IReadOnlyList<ConversionProblem> Problems { get; } = problems;
}
