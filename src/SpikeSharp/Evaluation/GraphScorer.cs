using SpikeSharp.Data.Batches;
using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Summary;

namespace SpikeSharp.Evaluation;

/// <summary>A compiled graph that scores classes, run by the engine or by the reference interpreter.</summary>
public sealed class GraphScorer : IScorer
{
    private readonly SpikeGraph _graph;
    private readonly ReferenceInterpreter? _interpreter;
    private readonly SpikeEngine? _engine;
    private readonly string _output;
    private readonly bool _onePicture;

    /// <summary>Takes a graph whose first result is a map of scores.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="sizeStep">Both sides of a picture must be multiples of this.</param>
    /// <param name="options">How the engine runs it; null leaves it to the interpreter, slow and right.</param>
    /// <exception cref="GraphException">The engine cannot run the graph.</exception>
    public GraphScorer(SpikeGraph graph, int sizeStep, EngineOptions? options = null)
    {
        (_graph, SizeStep) = (graph, sizeStep);
        _output = graph.Outputs[0].Name;
        Input = Input.Of(graph).Input;
        _onePicture = ShapeAt(ImageSize, ImageSize).Plane == 1;
        if (options is null)
            _interpreter = new ReferenceInterpreter(graph);
        else
            _engine = new SpikeEngine(graph, options);
    }

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => _graph.Info.ClassNames;

    /// <inheritdoc/>
    public int ImageSize => _graph.Info.ImageSize;

    /// <inheritdoc/>
    public int SizeStep { get; }

    /// <inheritdoc/>
    public Input Input { get; }

    /// <inheritdoc/>
    public ScoreMap[] Score(PixelBatch pictures)
    {
        var (height, width) = (pictures.Height, pictures.Width);
        var shape = ShapeAt(height, width);
        if (_onePicture && shape.Plane > 1)
            throw new GraphException($"it classifies pictures of {ImageSize}x{ImageSize}, not of {width}x{height}");
        var maps = new ScoreMap[pictures.Count];
        for (var n = 0; n < maps.Length; n++)
        {
            var picture = pictures[n];
            maps[n] = new ScoreMap(
                shape.Channels,
                shape.Height,
                shape.Width,
                _engine is null ? Interpret(picture, height, width) : _engine.Run(picture, height, width, run => run.Output(_output))
            );
        }
        return maps;
    }

    /// <summary>Frees the engine.</summary>
    public void Dispose() => _engine?.Dispose();

    private ValueShape ShapeAt(int height, int width) =>
        GraphSummary.Of(_graph, height, width).Layers.First(layer => layer.Node.Name == _graph.Outputs[0].Value).Shape;

    private float[] Interpret(ReadOnlySpan<byte> picture, int height, int width) =>
        _interpreter!.Run(InputTensor.OfPixels(picture, height, width, Input)).Outputs[_output].ToFloats();
}
