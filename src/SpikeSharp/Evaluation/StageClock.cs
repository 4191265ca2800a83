using System.Diagnostics;

namespace SpikeSharp.Evaluation;

/// <summary>Adds up how long a validation loads, infers and does the rest.</summary>
internal sealed class StageClock
{
    private long mark = Stopwatch.GetTimestamp();
    private double load, infer, post;

    public void Loaded() => load += Lap();

    public void Inferred() => infer += Lap();

    public void Done() => post += Lap();

    /// <summary>Mean of an image.</summary>
    public StageTimes Of(int images) => new(load / Math.Max(1, images), infer / Math.Max(1, images), post / Math.Max(1, images));

    private double Lap()
    {
        var now = Stopwatch.GetTimestamp();
        var milliseconds = Stopwatch.GetElapsedTime(mark, now).TotalMilliseconds;
        mark = now;
        return milliseconds;
    }
}
