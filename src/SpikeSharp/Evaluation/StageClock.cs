using System.Diagnostics;
using SpikeSharp.Engine.Detection;

namespace SpikeSharp.Evaluation;

/// <summary>Adds up how long a validation loads, and how long each of its networks infers and does the rest.</summary>
/// <param name="networks">How many take turns at every batch.</param>
internal sealed class StageClock(int networks)
{
    private readonly double[] _infer = new double[networks],
        _post = new double[networks];
    private long _mark = Stopwatch.GetTimestamp();
    private double _load;

    public void Loaded() => _load += Lap();

    public void Inferred(int network) => _infer[network] += Lap();

    public void Done(int network) => _post[network] += Lap();

    /// <summary>Mean of an image.</summary>
    public StageTimes Of(int network, int images) =>
        new(_load / Math.Max(1, images), _infer[network] / Math.Max(1, images), _post[network] / Math.Max(1, images));

    private double Lap()
    {
        var now = Stopwatch.GetTimestamp();
        var milliseconds = Stopwatch.GetElapsedTime(_mark, now).TotalMilliseconds;
        _mark = now;
        return milliseconds;
    }
}
