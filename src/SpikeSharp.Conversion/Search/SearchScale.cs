namespace SpikeSharp.Conversion.Search;

/// <summary>In which coordinate a setting is searched: equal steps there should matter equally.</summary>
/// <param name="Formula">The coordinate of x as ASCII text, for charts and <c>search.json</c>.</param>
/// <param name="Coordinate">From values to coordinates; increasing.</param>
/// <param name="Value">From coordinates to values.</param>
public sealed record SearchScale(string Formula, Func<double, double> Coordinate, Func<double, double> Value)
{
    /// <summary>The value itself.</summary>
    public static SearchScale Linear { get; } = new("x", x => x, c => c);

    /// <summary>ln x, for factors.</summary>
    public static SearchScale Logarithm { get; } = new("ln x", Math.Log, Math.Exp);

    /// <summary>log2(1 + x), for counts from 0.</summary>
    public static SearchScale LogOnePlus { get; } = new("log2(1 + x)", x => Math.Log2(1 + x), c => Math.Pow(2, c) - 1);

    /// <summary>−log10(1 − x), for percentiles: the nines.</summary>
    public static SearchScale Tail { get; } = new("-log10(1 - x)", x => -Math.Log10(1 - x), c => 1 - Math.Pow(10, -c));
}
