using SpikeSharp.Engine;
using SpikeSharp.Graph;

namespace SpikeSharp.Evaluation.Sweep;

/// <summary>
/// A converted network at any of some time steps: an image runs once, to the last of them, and what has come out at each is remembered
/// until the next.
/// </summary>
internal sealed class RunsOverTime : IDisposable
{
    private readonly SpikeEngine _engine;
    private readonly string _output;
    private readonly IReadOnlyList<int> _steps;
    private float[][] _found = [];

    /// <param name="graph">Converted.</param>
    /// <param name="output">Which result.</param>
    /// <param name="steps">Time steps, rising.</param>
    /// <param name="options">How the engine runs it.</param>
    internal RunsOverTime(SpikeGraph graph, string output, IReadOnlyList<int> steps, EngineOptions options)
    {
        (_output, _steps) = (output, steps);
        _engine = new SpikeEngine(graph, options with { TimeSteps = steps[^1], StepsTogether = Together(steps) });
    }

    internal SpikeGraph Graph => _engine.Graph;

    /// <summary>Runs an image over all time steps.</summary>
    /// <param name="picture">[H, W, C], of the network's channels.</param>
    /// <param name="height">H.</param>
    /// <param name="width">W.</param>
    internal void Run(ReadOnlySpan<byte> picture, int height, int width)
    {
        var found = new List<float[]>();
        _engine.RunOverTime(InputTensor.OfPixels(picture, height, width, _engine.Input), (done, run) =>
        {
            if (done == _steps[found.Count])
                found.Add(run.Output(_output));
            return found.Count < _steps.Count;
        });
        if (found.Count < _steps.Count)
            throw new GraphException("it does not run in rounds, so nothing can be seen between its time steps");
        _found = [.. found];
    }

    /// <summary>What had come out of the last image.</summary>
    /// <param name="step">Index into the steps.</param>
    internal float[] At(int step) => _found[step];

    /// <summary>The most time steps that may go together when each of these is to be seen.</summary>
    internal static int Together(IReadOnlyList<int> steps)
    {
        const int most = 8;
        var divisor = steps.Aggregate((a, b) => (int)System.Numerics.BigInteger.GreatestCommonDivisor(a, b));
        return Enumerable.Range(1, most).Last(n => divisor % n == 0);
    }

    public void Dispose() => _engine.Dispose();
}
