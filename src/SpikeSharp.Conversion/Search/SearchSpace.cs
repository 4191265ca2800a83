namespace SpikeSharp.Conversion.Search;

/// <summary>The settings that are searched together.</summary>
public sealed class SearchSpace
{
    /// <summary>A space of some dimensions.</summary>
    /// <param name="dimensions">At least one, with different names.</param>
    public SearchSpace(params IReadOnlyList<SearchDimension> dimensions)
    {
        if (dimensions.Count == 0 || dimensions.DistinctBy(d => d.Name).Count() != dimensions.Count)
            throw new ArgumentException("a space has at least one dimension, and no name twice", nameof(dimensions));
        (Dimensions, Names) = (dimensions, [.. dimensions.Select(d => d.Name)]);
    }

    /// <summary>The settings.</summary>
    public IReadOnlyList<SearchDimension> Dimensions { get; }

    /// <summary>Their names.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The point at a position of the unit cube.</summary>
    public SearchPoint PointAt(IReadOnlyList<double> position) => new(Names, [.. Dimensions.Select((d, i) => d.Value(position[i]))]);

    /// <summary>Where a point lies in the unit cube.</summary>
    public double[] PositionOf(SearchPoint point) => [.. Dimensions.Select((d, i) => d.Position(point.Values[i]))];
}
