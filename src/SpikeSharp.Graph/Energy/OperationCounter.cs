using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Energy;

/// <summary>Counts what a network does, image by image; averages are per image, whatever batches they came in.</summary>
/// <remarks>Not for several threads at once.</remarks>
public sealed class OperationCounter
{
    private readonly SpikeGraph _graph;
    private readonly ReferenceInterpreter _interpreter;
    private readonly Dictionary<string, ConvolutionTally> _convolutions = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ProductTally> _products = new(StringComparer.Ordinal);
    private readonly Dictionary<string, NeuronTally> _neurons = new(StringComparer.Ordinal);
    private int _images;

    /// <summary>A counter at zero.</summary>
    public OperationCounter(SpikeGraph graph)
    {
        _graph = graph;
        _interpreter = new ReferenceInterpreter(graph);
        var shapes = graph.InferShapes();
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is Convolution convolution)
                _convolutions.Add(node.Name, new ConvolutionTally(node.Name, convolution));
            else if (node.Operation.Work(Shapes(node, shapes), shapes[node.Name]) is { Length: > 0 } works)
                _products.Add(node.Name, new ProductTally(node, [.. works.Select(work => work.Gate).OfType<int>()]));
            if (node.Operation is Neuron neuron)
                _neurons.Add(node.Name, new NeuronTally(node.Name, neuron));
        }
    }

    /// <summary>Runs and counts one image; gives its results back.</summary>
    /// <param name="image">The input.</param>
    /// <param name="observe">Sees every node, as in <see cref="ReferenceInterpreter.Run"/>.</param>
    /// <exception cref="GraphException">The network cannot take the image.</exception>
    public GraphRun Add(InputTensor image, Action<NodeEvaluation>? observe = null)
    {
        var run = _interpreter.Run(image, evaluation =>
        {
            var name = evaluation.Node.Name;
            if (_convolutions.TryGetValue(name, out var convolution))
                convolution.Add(evaluation.Inputs[0], evaluation.Output.Shape);
            if (_products.TryGetValue(name, out var product))
            {
                ValueShape[] shapes = [.. evaluation.Inputs.Select(input => input.Shape)];
                product.Add(shapes, evaluation.Output.Shape, evaluation.Output.TimeSteps, gate => SpikeSums.Of(evaluation.Inputs[gate]));
            }
            if (_neurons.TryGetValue(name, out var neuron))
                neuron.Add(evaluation.Inputs[0], evaluation.Output);
            observe?.Invoke(evaluation);
        });
        _images++;
        return run;
    }

    /// <summary>Counts one image that another implementation ran.</summary>
    /// <param name="image">The input.</param>
    /// <param name="values">What it computed, [T, C, H, W] row-major by node: the neurons, and for T above 1 the convolutions and sums that
    /// they look at. What else is wanted is computed from these; what is missing of these takes the interpreter's time.</param>
    /// <exception cref="GraphException">The network cannot take the image, or a value has another size than its node.</exception>
    public void Add(InputTensor image, IReadOnlyDictionary<string, float[]> values)
    {
        var timed = _graph.Info.TimeSteps > 1;
        var run = new Replay(
            _graph,
            image,
            values,
            _graph.Nodes.SelectMany(node =>
                node.Operation switch
                {
                    Convolution => [node.Inputs[0]],
                    _ when _products.TryGetValue(node.Name, out var product) => product.Wanted,
                    Neuron => timed ? [node.Name, node.Inputs[0]] : new[] { node.Name },
                    _ => [],
                }
            )
        );
        foreach (var node in _graph.Nodes)
        {
            if (_convolutions.TryGetValue(node.Name, out var convolution))
                convolution.Add(run[node.Inputs[0]], run.Shapes[node.Name]);
            if (_products.TryGetValue(node.Name, out var product))
                Add(product, node, run.Shapes, gate => SpikeSums.Of(run[node.Inputs[gate]]));
            if (_neurons.TryGetValue(node.Name, out var neuron))
                neuron.Add(timed ? run[node.Inputs[0]] : null, run[node.Name]);
        }
        _images++;
    }

    /// <summary>Counts one image that another implementation ran over many time steps, and summed up.</summary>
    /// <param name="image">The input.</param>
    /// <param name="inputs">What each convolution over spikes has seen.</param>
    /// <param name="neurons">What each layer of spiking neurons has fired.</param>
    /// <exception cref="GraphException">The network cannot take the image, or a layer of neurons is missing.</exception>
    public void Add(InputTensor image, IReadOnlyDictionary<string, SpikeTotals> inputs, IReadOnlyDictionary<string, SpikeTotals> neurons)
    {
        var shapes = _graph.InferShapes(image.Height, image.Width);
        foreach (var node in _graph.Nodes)
        {
            if (_convolutions.TryGetValue(node.Name, out var convolution))
            {
                if (inputs.TryGetValue(node.Name, out var spikes))
                    convolution.Add(spikes, shapes[node.Name]);
                else
                    convolution.Add(shapes[node.Inputs[0]], shapes[node.Name], shapes[node.Inputs[0]].Steps(_graph.Info.TimeSteps));
            }
            if (_products.TryGetValue(node.Name, out var product))
                Add(product, node, shapes, gate => neurons.TryGetValue(node.Inputs[gate], out var sent) ? SpikeSums.Of(sent) : null);
            if (node.Operation is SpikingNeuron)
                _neurons[node.Name]
                    .Add(
                        neurons.TryGetValue(node.Name, out var fired)
                            ? fired
                            : throw new GraphException("nobody counted its spikes", node.Name)
                    );
        }
        _images++;
    }

    /// <summary>The averages so far.</summary>
    /// <exception cref="InvalidOperationException">No image was counted.</exception>
    public OperationCounts Average()
    {
        if (_images == 0)
            throw new InvalidOperationException("No image was counted: add one first.");
        LayerCount[] convolutions =
        [
            .. from node in _graph.Nodes where node.Operation is Convolution select _convolutions[node.Name].Average(_images),
        ];
        var byNode = convolutions.ToDictionary(count => count.Node, StringComparer.Ordinal);
        LayerCount[] counts =
        [
            .. _graph.Nodes.SelectMany(node =>
                byNode.TryGetValue(node.Name, out var count) ? [count]
                : _products.TryGetValue(node.Name, out var product) ? product.Average(_images)
                : []
            ),
        ];
        NeuronTally[] neurons = [.. from node in _graph.Nodes where node.Operation is Neuron select _neurons[node.Name]];
        return new OperationCounts(
            _images,
            _graph.Info.TimeSteps,
            counts,
            [.. from neuron in neurons where neuron.Average is not null select neuron.Average!.Value],
            NeuroBenchMetrics.Of(_graph, convolutions, neurons, _images)
        );
    }

    private void Add(ProductTally product, GraphNode node, IReadOnlyDictionary<string, ValueShape> shapes, Func<int, SpikeSums?> spikes) =>
        product.Add(Shapes(node, shapes), shapes[node.Name], shapes[node.Name].Steps(_graph.Info.TimeSteps), spikes);

    private static ValueShape[] Shapes(GraphNode node, IReadOnlyDictionary<string, ValueShape> shapes) =>
        [.. node.Inputs.Select(input => shapes[input])];
}
