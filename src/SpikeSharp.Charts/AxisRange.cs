namespace SpikeSharp.Charts;

/// <summary>The numbers that an axis shows.</summary>
/// <param name="Low">The number at the left or the bottom.</param>
/// <param name="High">The number at the right or the top.</param>
public readonly record struct AxisRange(double Low, double High)
{
    /// <summary>0 to 1, for rates.</summary>
    public static AxisRange Unit => new(0, 1);

    /// <summary>From the smallest to the largest finite number, with some room; 0 to 1 when there is none.</summary>
    /// <param name="values">Any numbers.</param>
    /// <param name="room">The share of the range that is added at each end.</param>
    public static AxisRange Around(IEnumerable<double> values, double room = 0.05)
    {
        var (low, high) = (double.PositiveInfinity, double.NegativeInfinity);
        foreach (var value in values)
            if (double.IsFinite(value))
                (low, high) = (Math.Min(low, value), Math.Max(high, value));
        if (low > high)
            return Unit;
        var margin = high > low ? (high - low) * room : Math.Max(Math.Abs(low) * 0.1, 1e-3);
        return new(low - margin, high + margin);
    }
}
