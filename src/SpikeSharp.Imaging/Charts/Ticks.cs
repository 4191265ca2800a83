using System.Globalization;

namespace SpikeSharp.Imaging.Charts;

/// <summary>Round numbers along an axis: steps of 1, 2 or 5 times a power of ten.</summary>
internal sealed class Ticks
{
    public Ticks(double low, double high, int about)
    {
        // A range of rounding noise has no round numbers inside, and steps too small to count by.
        if (!(high - low > 1e-9 * Math.Max(Math.Abs(low), Math.Abs(high))))
            (low, high) = (low - 0.5, low + 0.5);
        var raw = (high - low) / Math.Max(1, about);
        var power = Math.Pow(10, Math.Floor(Math.Log10(raw)));
        Step = power * (raw / power) switch { <= 1 => 1, <= 2 => 2, <= 5 => 5, _ => 10 };
        for (var i = Math.Ceiling(low / Step - 1e-9); i * Step <= high + 1e-9 * Step; i++)
            Values.Add(i * Step);
    }

    public double Step { get; }

    public List<double> Values { get; } = [];

    /// <summary>As many decimals as the step needs, powers of ten for very large and very small numbers.</summary>
    public string Label(double value)
    {
        if (Math.Abs(value) < Step * 1e-6)
            return "0";
        var decimals = Math.Max(0, (int)Math.Ceiling(-Math.Log10(Step) - 1e-9));
        return Math.Abs(value) >= 1e6 || decimals > 4
            ? value.ToString("0.##e0", CultureInfo.InvariantCulture)
            : value.ToString("F" + decimals, CultureInfo.InvariantCulture);
    }
}
