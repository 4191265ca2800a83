namespace SpikeSharp.Conversion.Search;

/// <summary>What is searched of a conversion (table of docs/spec/spicalib.md 4.2).</summary>
public static class NormalisationSpace
{
    /// <summary>p: the percentile of a layer's activations that becomes its scale λ.</summary>
    public const string Percentile = "percentile";

    /// <summary>γ: the most spikes a step.</summary>
    public const string Gamma = "gamma";

    /// <summary>a: steps that a neuron may stay silent beyond its usual interval before the calibration takes spikes back.</summary>
    public const string Allowance = "allowance";

    /// <summary>A factor on all λ.</summary>
    public const string Multiplier = "multiplier";

    /// <summary>Only a factor on all λ, for conversions whose percentile and γ are fixed.</summary>
    public static SearchSpace MultiplierOnly { get; } = new(MultiplierRow);

    /// <summary>The settings of the exact neuron: percentile and a factor, which together decide λ.</summary>
    public static SearchSpace Exact { get; } = new(SearchDimension.Range(Percentile, 0.95, 0.99999, SearchScale.Tail), MultiplierRow);

    private static SearchDimension MultiplierRow => SearchDimension.Range(Multiplier, 0.5, 1.5, SearchScale.Logarithm);

    /// <summary>The settings of a whole network.</summary>
    /// <param name="timeSteps">T, at least 1.</param>
    /// <param name="calibrated">Whether spikes are calibrated: the allowance is searched, 0, 2, 4, … up to T/2.</param>
    /// <param name="multiplier">Whether a factor on all λ is searched too.</param>
    public static SearchSpace Of(int timeSteps, bool calibrated, bool multiplier = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(timeSteps, 1);
        double[] allowances = [.. Enumerable.Range(0, timeSteps / 4 + 1).Select(i => 2.0 * i)];
        SearchDimension[] calibration = calibrated ? [SearchDimension.Choice(Allowance, allowances, SearchScale.LogOnePlus)] : [];
        SearchDimension[] factor = multiplier ? [MultiplierRow] : [];
        return new([
            SearchDimension.Range(Percentile, 0.95, 0.99999, SearchScale.Tail),
            SearchDimension.Choice(Gamma, [1, 2, 5, 10, 20]),
            .. calibration,
            .. factor,
        ]);
    }
}
