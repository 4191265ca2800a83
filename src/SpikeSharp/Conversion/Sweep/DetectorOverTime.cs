using SpikeSharp.Engine;
using SpikeSharp.Evaluation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Conversion.Sweep;

/// <summary>A converted detector at any of some time steps: each image runs once, to the last of them, and what it has found at each is remembered.</summary>
/// <remarks>Images are told apart by their order: after <see cref="Rewind"/> they come again in the same order.</remarks>
public sealed class DetectorOverTime : IDetector
{
    private readonly SpikeEngine _engine;
    private readonly string _boxes;
    private readonly IReadOnlyList<int> _steps;
    private readonly List<float[][]> _found = [];
    private int _next;
    private int _step;

    /// <param name="graph">Converted, with one detection head.</param>
    /// <param name="steps">Time steps, rising.</param>
    /// <param name="options">How the engine runs it.</param>
    public DetectorOverTime(SpikeGraph graph, IReadOnlyList<int> steps, EngineOptions options)
    {
        (var detector, _boxes) = DetectorGraph.Of(graph);
        (Names, _steps) = (detector.Names, steps);
        _engine = new SpikeEngine(graph, options with { TimeSteps = steps[^1], StepsTogether = Together(steps) });
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public int ImageSize => _engine.Graph.Info.ImageSize;

    /// <summary>The first image comes again, and what was found at that step is wanted.</summary>
    /// <param name="step">Index into the steps.</param>
    public void Rewind(int step) => (_next, _step) = (0, step);

    /// <inheritdoc/>
    public float[][] Predict(ReadOnlySpan<byte> pixels, int count, int height, int width)
    {
        int size = 3 * height * width;
        var predictions = new float[count][];
        for (int n = 0; n < count; n++, _next++)
        {
            if (_next == _found.Count) _found.Add(Run(pixels.Slice(n * size, size), height, width));
            predictions[n] = _found[_next][_step];
        }
        return predictions;
    }

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();

    private float[][] Run(ReadOnlySpan<byte> pixels, int height, int width)
    {
        var values = new float[pixels.Length];
        for (int i = 0; i < values.Length; i++) values[i] = pixels[i] / 255f;
        var found = new List<float[]>();
        _engine.RunOverTime(new ImageTensor(3, height, width, values), (done, run) =>
        {
            if (done == _steps[found.Count]) found.Add(run.Output(_boxes));
            return found.Count < _steps.Count;
        });
        return [.. found];
    }

    /// <summary>The most time steps that may go together when each of these is to be seen.</summary>
    internal static int Together(IReadOnlyList<int> steps)
    {
        const int most = 8;
        int divisor = steps.Aggregate((a, b) => (int)System.Numerics.BigInteger.GreatestCommonDivisor(a, b));
        return Enumerable.Range(1, most).Last(n => divisor % n == 0);
    }
}
