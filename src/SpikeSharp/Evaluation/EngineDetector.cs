using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;

namespace SpikeSharp.Evaluation;

/// <summary>A compiled graph as a detector, run by the engine.</summary>
public sealed class EngineDetector : IDetector
{
    private readonly string _boxes;

    /// <summary>Takes a graph with one detection head.</summary>
    /// <exception cref="GraphException">It has no detection head, or none whose boxes are a result.</exception>
    public EngineDetector(SpikeGraph graph, EngineOptions options)
    {
        (var detector, _boxes) = DetectorGraph.Of(graph);
        Names = detector.Names;
        Engine = new SpikeEngine(graph, options);
    }

    /// <summary>The engine.</summary>
    public SpikeEngine Engine { get; }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public int ImageSize => Engine.Graph.Info.ImageSize;

    /// <inheritdoc/>
    public float[][] Predict(ReadOnlySpan<byte> pixels, int count, int height, int width)
    {
        var size = 3 * height * width;
        var predictions = new float[count][];
        for (var n = 0; n < count; n++)
            predictions[n] = Engine.Run(pixels.Slice(n * size, size), height, width, run => run.Output(_boxes));
        return predictions;
    }

    /// <inheritdoc/>
    public void Dispose() => Engine.Dispose();
}
