using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion;

/// <summary>The values of an ANN's activations on calibration images.</summary>
public sealed class ActivationStatistics
{
    private readonly Dictionary<string, LayerActivations> _layers = new(StringComparer.Ordinal);

    private ActivationStatistics(int images) => Images = images;

    /// <summary>Images seen.</summary>
    public int Images { get; }

    /// <summary>The activations by name.</summary>
    public IReadOnlyDictionary<string, LayerActivations> Layers => _layers;

    /// <summary>Runs the ANN on each image and records every activation.</summary>
    /// <param name="source">As prepared for conversion.</param>
    /// <param name="images">One batch, all of the same size.</param>
    /// <param name="clamp">Activations are cut off here, for the layers behind them too; null: nowhere.</param>
    /// <param name="threads">How many the engine may use; 0 for the interpreter, which is slow and computes in float64.</param>
    /// <param name="advance">Told of every image done.</param>
    /// <param name="cancel">Ends it between two layers.</param>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    public static ActivationStatistics Measure(
        SourceNetwork source,
        IReadOnlyCollection<InputTensor> images,
        float? clamp = null,
        int threads = 0,
        Action? advance = null,
        CancellationToken cancel = default
    )
    {
        var statistics = new ActivationStatistics(images.Count);
        var graph = clamp is { } most ? Clamped(source.Graph, most) : source.Graph;
        var neurons = source.Neurons.ToHashSet(StringComparer.Ordinal);
        using var engine =
            threads == 0
                ? null
                : new SpikeEngine(
                    graph,
                    new EngineOptions
                    {
                        Mode = EngineMode.Exact,
                        Threads = threads,
                        KeepValues = true,
                    }
                );
        var interpreter = new ReferenceInterpreter(graph);
        var first = images.FirstOrDefault();
        foreach (var image in images)
        {
            if ((image.Channels, image.Height, image.Width) != (first!.Channels, first.Height, first.Width))
                throw new GraphException(
                    $"calibration images are {first.Height}x{first.Width} and {image.Height}x{image.Width}; give them one size"
                );
            cancel.ThrowIfCancellationRequested();
            if (engine is null)
            {
                interpreter.Run(image, evaluation =>
                {
                    if (neurons.Contains(evaluation.Node.Name))
                        statistics.Of(evaluation.Node.Name, evaluation.Output.Shape).Add(evaluation.Output.ToFloats());
                });
                advance?.Invoke();
                continue;
            }
            var shapes = graph.InferShapes(image.Height, image.Width);
            engine.Run(
                image,
                run =>
                {
                    foreach (var name in source.Neurons)
                        statistics.Of(name, shapes[name]).Add(run.Value(name));
                    return 0;
                },
                cancel
            );
            advance?.Invoke();
        }
        return statistics;
    }

    private LayerActivations Of(string name, ValueShape shape)
    {
        if (!_layers.TryGetValue(name, out var layer))
            _layers.Add(name, layer = new LayerActivations(shape.Channels, shape.Plane, Images));
        return layer;
    }

    private static SpikeGraph Clamped(SpikeGraph graph, float most) =>
        new(
            graph.Info,
            [
                .. graph.Nodes.Select(node =>
                    node.Operation is Relu neuron
                        ? node with
                        {
                            Operation = neuron with { Ceiling = MathF.Min(most, neuron.Ceiling ?? most) },
                        }
                        : node
                ),
            ],
            graph.Outputs
        );
}
