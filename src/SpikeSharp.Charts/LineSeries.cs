using SpikeSharp.Imaging;

namespace SpikeSharp.Charts;

/// <summary>A line through points. Points that are not finite leave a gap.</summary>
/// <param name="Name">Its text in the legend; empty for none.</param>
/// <param name="X">Horizontal numbers.</param>
/// <param name="Y">Vertical numbers, as many.</param>
public sealed record LineSeries(string Name, IReadOnlyList<double> X, IReadOnlyList<double> Y)
{
    /// <summary>The colour; null takes the next of the palette.</summary>
    public Rgb? Colour { get; init; }

    /// <summary>Width of the line in pixels.</summary>
    public double Width { get; init; } = 2;

    /// <summary>Whether the points are joined; without, each is a dot.</summary>
    public bool Joined { get; init; } = true;

    /// <summary>Whether every point gets a dot.</summary>
    public bool Markers { get; init; }

    /// <summary>Whether the line is drawn as dots close together.</summary>
    public bool Dotted { get; init; }

    /// <summary>The same series smoothed by a Gaussian over its points, as a dotted line.</summary>
    /// <param name="name">Its text in the legend.</param>
    /// <param name="sigma">Standard deviation in points, above 0.</param>
    public LineSeries Smoothed(string name, double sigma = 3)
    {
        var smooth = new double[Y.Count];
        var reach = (int)Math.Ceiling(4 * sigma);
        for (var i = 0; i < smooth.Length; i++)
        {
            var (sum, weights) = (0.0, 0.0);
            for (var j = Math.Max(0, i - reach); j <= Math.Min(smooth.Length - 1, i + reach); j++)
            {
                if (!double.IsFinite(Y[j]))
                    continue;
                var weight = Math.Exp(-0.5 * (i - j) * (i - j) / (sigma * sigma));
                (sum, weights) = (sum + weight * Y[j], weights + weight);
            }
            smooth[i] = weights > 0 ? sum / weights : double.NaN;
        }
        return this with { Name = name, Y = smooth, Markers = false, Dotted = true, Colour = null };
    }
}
