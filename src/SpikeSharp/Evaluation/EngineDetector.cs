using SpikeSharp.Data.Batches;
using SpikeSharp.Engine;
using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Imaging;

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
    public Input Input => Engine.Input;

    /// <inheritdoc/>
    public float[][] Predict(PixelBatch pictures)
    {
        var predictions = new float[pictures.Count][];
        for (var n = 0; n < predictions.Length; n++)
            predictions[n] = Engine.Run(pictures[n], pictures.Height, pictures.Width, run => run.Output(_boxes));
        return predictions;
    }

    /// <inheritdoc/>
    public IReadOnlyList<DetectionResult> Detect(
        IReadOnlyList<Image> pictures,
        DetectOptions options,
        CancellationToken cancel = default
    ) => [.. pictures.Select(picture => Engine.Detect(picture, options, cancel))];

    /// <inheritdoc/>
    public void Dispose() => Engine.Dispose();
}
