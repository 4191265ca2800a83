using System.Diagnostics;

namespace SpikeSharp.Evaluation;

/// <summary>Adds up how long a validation loads, and how long each of its networks infers and does the rest.</summary>
/// <param name="networks">How many take turns at every batch.</param>
internal sealed class StageClock(int networks)
{
    private readonly double[] infer = new double[networks], post = new double[networks];
    private long mark = Stopwatch.GetTimestamp();
    private double load;

    public void Loaded() => load += Lap();

    public void Inferred(int network) => infer[network] += Lap();

    public void Done(int network) => post[network] += Lap();

    /// <summary>Mean of an image.</summary>
    public StageTimes Of(int network, int images) => new(load / Math.Max(1, images), infer[network] / Math.Max(1, images), post[network] / Math.Max(1, images));

    private double Lap()
    {
        var now = Stopwatch.GetTimestamp();
        var milliseconds = Stopwatch.GetElapsedTime(mark, now).TotalMilliseconds;
        mark = now;
        return milliseconds;
    }
}
