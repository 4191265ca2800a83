using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Interpretation;

/// <summary>Runs a graph with plain loops and float64 sums and membranes: slow and right, the measure for every engine.</summary>
/// <remarks>Weights are float32, so a weight times a spike is exact; integer and binary arithmetic differ only in the order of
/// the sums. The same graph and image give the same bits on any number of threads. An instance may be used from several threads.</remarks>
/// <param name="graph">The network.</param>
/// <param name="arithmetic">Integer spikes, or binary virtual time steps. The image and a ReLU stay real in both.</param>
public sealed class ReferenceInterpreter(SpikeGraph graph, SpikeArithmetic arithmetic = SpikeArithmetic.Integer)
{
    private readonly Dictionary<string, int> _lastReaders = LastReaders(graph);

    /// <summary>Runs one image; every state starts at zero.</summary>
    /// <param name="image">[C, H, W], any size that the network's shapes allow.</param>
    /// <param name="observe">Called after each node, in order; what it does not keep is freed after its last reader.</param>
    /// <param name="forced">Spikes [T, C, H, W] of another implementation, by neuron node: the layers after a neuron go on with these
    /// instead of its own, so that every layer is compared on equal inputs and one flipped spike does not spread.</param>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    public GraphRun Run(InputTensor image, Action<NodeEvaluation>? observe = null, IReadOnlyDictionary<string, byte[]>? forced = null)
    {
        var shapes = graph.InferShapes(image.Height, image.Width);
        foreach (var (name, shape) in shapes)
        {
            if (shape.Count * shape.Steps(graph.Info.TimeSteps) > SpikeGraph.MaxElements)
                throw new GraphException(
                    $"{shape} with {graph.Info.TimeSteps} time steps exceeds {SpikeGraph.MaxElements} elements, which is more than the "
                        + $"interpreter holds",
                    name
                );
        }
        var values = new Dictionary<string, ValueTensor>(StringComparer.Ordinal);
        var rates = new List<FiringRate>();
        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            var node = graph.Nodes[i];
            var inputs = new ValueTensor[node.Inputs.Count];
            for (var k = 0; k < inputs.Length; k++)
                inputs[k] = values[node.Inputs[k]];
            var context = new EvaluationContext(node.Name, shapes[node.Name], graph.Info.TimeSteps, arithmetic, image);
            var output = node.Operation.Evaluate(in context, inputs);
            observe?.Invoke(new NodeEvaluation(node, inputs, output));
            if (node.Operation is Operations.Neuron && output.IsSpikes)
                rates.Add(FiringRate.Of(node.Name, output));
            if (forced is not null && output.IsSpikes && forced.TryGetValue(node.Name, out var spikes))
                output =
                    spikes.Length == output.Spikes.Length
                        ? new ValueTensor(output.Shape, output.TimeSteps, spikes, output.MaxSpikes, output.IsSigned)
                        : throw new GraphException($"{spikes.Length} forced spikes, the node has {output.Spikes.Length}", node.Name);
            values[node.Name] = output;
            Free(node.Name, i, values);
            foreach (var input in node.Inputs)
                Free(input, i, values);
        }
        var outputs = graph.Outputs.ToDictionary(output => output.Name, output => values[output.Value], StringComparer.Ordinal);
        return new GraphRun(outputs, rates);
    }

    private void Free(string value, int node, Dictionary<string, ValueTensor> values)
    {
        if (_lastReaders.GetValueOrDefault(value, node) <= node)
            values.Remove(value);
    }

    private static Dictionary<string, int> LastReaders(SpikeGraph graph)
    {
        var last = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < graph.Nodes.Count; i++)
        {
            foreach (var input in graph.Nodes[i].Inputs)
                last[input] = i;
        }
        foreach (var output in graph.Outputs)
            last[output.Value] = int.MaxValue;
        return last;
    }
}
