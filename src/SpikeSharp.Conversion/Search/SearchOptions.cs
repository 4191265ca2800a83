namespace SpikeSharp.Conversion.Search;

/// <summary>How a search goes about it (defaults of docs/spec/spicalib.md 4.2).</summary>
public sealed record SearchOptions
{
    /// <summary>Same seed, same points.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>What is evaluated, in words: model, T, images. A search goes on only with the same.</summary>
    public string Objective { get; init; } = "";

    /// <summary>Random points before the first that is chosen, at least 1.</summary>
    public int RandomPoints { get; init; } = 5;

    /// <summary>Chosen points, at most.</summary>
    public int Iterations { get; init; } = 30;

    /// <summary>The search ends after so many chosen points in a row without an improvement.</summary>
    public int Patience { get; init; } = 12;

    /// <summary>What counts as an improvement, as a share of the best objective before.</summary>
    public double MinImprovement { get; init; } = 1e-3;

    /// <summary>By what the next point is chosen.</summary>
    public AcquisitionKind Acquisition { get; init; } = AcquisitionKind.UpperConfidenceBound;

    /// <summary>κ of the upper confidence bound.</summary>
    public double Kappa { get; init; } = 2.576;

    /// <summary>ξ of the expected improvement, in units of the objective.</summary>
    public double Xi { get; init; }

    /// <summary>
    /// Variance of the noise, as a share of the objectives' variance: 10⁻⁶, and up to 10⁻⁴ where the same settings give different
    /// objectives.
    /// </summary>
    public double Noise { get; init; } = 1e-6;

    /// <summary>What each layer's λ is multiplied by, one after the other.</summary>
    public IReadOnlyList<double> LayerFactors { get; init; } = [0.7, 0.8, 0.9, 1, 1.1, 1.25];

    /// <summary>How often the layers are gone through; a pass that changes nothing is the last.</summary>
    public int LayerPasses { get; init; } = 1;

    internal SearchOptions Checked()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(RandomPoints, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(Iterations);
        ArgumentOutOfRangeException.ThrowIfLessThan(Patience, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(LayerPasses, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(MinImprovement);
        if (!(Noise is > 0 and <= 1e-4))
            throw new ArgumentOutOfRangeException(nameof(Noise), Noise, "the noise must lie above 0 and not above 1e-4");
        if (LayerFactors.Any(factor => !(double.IsFinite(factor) && factor > 0)))
            throw new ArgumentException("a layer's factors must be above 0", nameof(LayerFactors));
        return this;
    }
}
