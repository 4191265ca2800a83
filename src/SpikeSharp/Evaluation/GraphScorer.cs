using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Summary;

namespace SpikeSharp.Evaluation;

/// <summary>A compiled graph that scores classes, run by the engine or by the reference interpreter.</summary>
public sealed class GraphScorer : IScorer
{
    private readonly SpikeGraph graph;
    private readonly ReferenceInterpreter? interpreter;
    private readonly SpikeEngine? engine;
    private readonly string output;
    private readonly bool onePicture;

    /// <summary>Takes a graph whose first result is a map of scores.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="sizeStep">Both sides of a picture must be multiples of this.</param>
    /// <param name="options">How the engine runs it; null leaves it to the interpreter, slow and right.</param>
    /// <exception cref="GraphException">The engine cannot run the graph.</exception>
    public GraphScorer(SpikeGraph graph, int sizeStep, EngineOptions? options = null)
    {
        (this.graph, SizeStep) = (graph, sizeStep);
        output = graph.Outputs[0].Name;
        onePicture = ShapeAt(ImageSize, ImageSize).Plane == 1;
        if (options is null) interpreter = new ReferenceInterpreter(graph);
        else engine = new SpikeEngine(graph, options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => graph.Info.ClassNames;

    /// <inheritdoc/>
    public int ImageSize => graph.Info.ImageSize;

    /// <inheritdoc/>
    public int SizeStep { get; }

    /// <inheritdoc/>
    public ScoreMap[] Score(ReadOnlySpan<byte> pixels, int count, int height, int width)
    {
        var size = 3 * height * width;
        var shape = ShapeAt(height, width);
        if (onePicture && shape.Plane > 1) throw new GraphException($"it classifies pictures of {ImageSize}x{ImageSize}, not of {width}x{height}");
        var maps = new ScoreMap[count];
        for (var n = 0; n < count; n++)
        {
            var picture = pixels.Slice(n * size, size);
            maps[n] = new ScoreMap(shape.Channels, shape.Height, shape.Width, engine is null ? Interpret(picture, height, width) : engine.Run(picture, height, width, run => run.Output(output)));
        }
        return maps;
    }

    /// <summary>Frees the engine.</summary>
    public void Dispose() => engine?.Dispose();

    private ValueShape ShapeAt(int height, int width) => GraphSummary.Of(graph, height, width).Layers.First(layer => layer.Node.Name == graph.Outputs[0].Value).Shape;

    private float[] Interpret(ReadOnlySpan<byte> picture, int height, int width)
    {
        var values = new float[picture.Length];
        for (var i = 0; i < values.Length; i++) values[i] = picture[i] / 255f;
        return interpreter!.Run(new ImageTensor(3, height, width, values)).Outputs[output].ToFloats();
    }
}
