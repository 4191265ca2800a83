namespace SpikeSharp.Cli.Bench;

/// <summary>How the times of many runs are spread, in milliseconds.</summary>
internal sealed record Latency(int Runs, double Least, double P50, double P90, double P99, double Mean)
{
    /// <summary>Sorts the times; percentiles are the nearest ranks.</summary>
    public static Latency Of(double[] milliseconds)
    {
        var sorted = milliseconds.Order().ToArray();
        return new Latency(sorted.Length, sorted[0], Rank(0.5), Rank(0.9), Rank(0.99), sorted.Average());

        double Rank(double share) => sorted[Math.Clamp((int)Math.Ceiling(share * sorted.Length) - 1, 0, sorted.Length - 1)];
    }
}
