using SpikeSharp.Data.Batches;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Detection;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Evaluation;

/// <summary>A compiled graph as a detector, run by the reference interpreter: slow and right.</summary>
public sealed class GraphDetector : BatchDetector
{
    private readonly ReferenceInterpreter _interpreter;
    private readonly string _boxes;

    /// <summary>Takes a graph with one detection head.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="arithmetic">Integer spikes, or binary virtual time steps.</param>
    /// <exception cref="GraphException">It has no detection head, or none whose boxes are a result.</exception>
    public GraphDetector(SpikeGraph graph, SpikeArithmetic arithmetic = SpikeArithmetic.Integer)
    {
        Graph = graph;
        (var detector, _boxes) = DetectorGraph.Of(graph);
        (Head, Names) = (detector.Node, detector.Names);
        Input = Input.Of(graph).Input;
        Stride = detector.Head.Strides.Max();
        _interpreter = new ReferenceInterpreter(graph, arithmetic);
    }

    /// <summary>The graph.</summary>
    public SpikeGraph Graph { get; }

    /// <summary>The node whose inputs are the raw maps, finest level first.</summary>
    public GraphNode Head { get; }

    /// <summary>Sees the run of every image; null when nobody watches.</summary>
    public Action<GraphRun>? RunObserver { get; set; }

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names { get; }

    /// <inheritdoc/>
    public override int ImageSize => Graph.Info.ImageSize;

    /// <inheritdoc/>
    public override Input Input { get; }

    /// <inheritdoc/>
    protected override int Stride { get; }

    /// <inheritdoc/>
    public override float[][] Predict(PixelBatch pictures)
    {
        var predictions = new float[pictures.Count][];
        for (var n = 0; n < predictions.Length; n++)
            predictions[n] = Run(InputTensor.OfPixels(pictures[n], pictures.Height, pictures.Width, Input)).ToFloats();
        return predictions;
    }

    /// <summary>Boxes and class probabilities of one image, [4 + classes, 1, anchors].</summary>
    /// <param name="image">What the network wants.</param>
    /// <param name="observe">Sees every node's result.</param>
    public ValueTensor Run(InputTensor image, Action<NodeEvaluation>? observe = null)
    {
        var run = _interpreter.Run(image, observe);
        RunObserver?.Invoke(run);
        return run.Outputs[_boxes];
    }

    /// <summary>Nothing to free.</summary>
    public override void Dispose() { }
}
