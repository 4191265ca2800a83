namespace SpikeSharp.Cli.Bench;

/// <summary>One after the other: the median time of an image, ours and the peer's, in milliseconds.</summary>
internal readonly record struct Round(double Ours, double Peer)
{
    /// <summary>Our time as a share of the peer's: below 1 we are faster.</summary>
    public double Ratio => Ours / Peer;
}

/// <summary>The engine and a peer measured in turn, so that what disturbs the machine disturbs both.</summary>
internal sealed record Race(string Peer, IReadOnlyList<Round> Rounds)
{
    public double OursMs => Median(Rounds.Select(round => round.Ours));
    public double PeerMs => Median(Rounds.Select(round => round.Peer));

    /// <summary>The median of the rounds' ratios.</summary>
    public double Ratio => Median(Rounds.Select(round => round.Ratio));
    public double RatioLeast => Rounds.Min(round => round.Ratio);
    public double RatioMost => Rounds.Max(round => round.Ratio);

    private static double Median(IEnumerable<double> numbers)
    {
        double[] sorted = [.. numbers.Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }
}
