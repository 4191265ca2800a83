using System.Globalization;

namespace SpikeSharp.Conversion.Search;

/// <summary>Settings by name: a point of a search.</summary>
/// <param name="names">The names, all different.</param>
/// <param name="values">Their values, as many.</param>
public sealed class SearchPoint(IReadOnlyList<string> names, IReadOnlyList<double> values)
{
    /// <summary>The names.</summary>
    public IReadOnlyList<string> Names => names;

    /// <summary>The values, in the order of the names.</summary>
    public IReadOnlyList<double> Values => values;

    /// <summary>The value of a name.</summary>
    /// <exception cref="ArgumentException">There is no such name.</exception>
    public double this[string name] =>
        Find(name) ?? throw new ArgumentException($"the search has no '{name}'; it has {string.Join(", ", names)}", nameof(name));

    /// <summary>The value of a name, or another where the name is not searched.</summary>
    /// <param name="name">The name.</param>
    /// <param name="otherwise">What counts without it.</param>
    public double Get(string name, double otherwise) => Find(name) ?? otherwise;

    /// <summary>"percentile 0.999, gamma 5".</summary>
    public override string ToString() =>
        string.Join(", ", names.Zip(values, (name, value) => $"{name} {value.ToString("G6", CultureInfo.InvariantCulture)}"));

    internal bool SameAs(IReadOnlyList<double> other) => values.SequenceEqual(other);

    private double? Find(string name)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
                return values[i];
        }
        return null;
    }
}
