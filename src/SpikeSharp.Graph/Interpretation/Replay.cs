using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Interpretation;

/// <summary>Values of a run that another implementation made. What is wanted and was not handed over is computed from what was.</summary>
internal sealed class Replay
{
    private readonly Dictionary<string, ValueTensor> _values = new(StringComparer.Ordinal);

    /// <param name="graph">The network.</param>
    /// <param name="image">What it saw.</param>
    /// <param name="known">What it computed, [T, C, H, W] row-major, by node. Of convolutions, sums and neurons; the rest only moves values
    /// about.</param>
    /// <param name="wanted">Which values are asked for.</param>
    /// <exception cref="GraphException">A value has another size than the node's.</exception>
    internal Replay(SpikeGraph graph, InputTensor image, IReadOnlyDictionary<string, float[]> known, IEnumerable<string> wanted)
    {
        var needed = new HashSet<string>(wanted, StringComparer.Ordinal);
        for (var i = graph.Nodes.Count - 1; i >= 0; i--)
        {
            var node = graph.Nodes[i];
            if (needed.Contains(node.Name) && !IsKnown(node))
                needed.UnionWith(node.Inputs);
        }
        Shapes = graph.InferShapes(image.Height, image.Width);
        foreach (var node in graph.Nodes)
        {
            if (!needed.Contains(node.Name))
                continue;
            var context = new EvaluationContext(node.Name, Shapes[node.Name], graph.Info.TimeSteps, SpikeArithmetic.Integer, image);
            _values.Add(
                node.Name,
                IsKnown(node)
                    ? Tensor(node, context, known[node.Name])
                    : node.Operation.Evaluate(in context, [.. node.Inputs.Select(input => _values[input])])
            );
        }

        bool IsKnown(GraphNode node) => node.Operation is Convolution or Add or Neuron && known.ContainsKey(node.Name);
    }

    /// <summary>Shape of every value.</summary>
    internal IReadOnlyDictionary<string, ValueShape> Shapes { get; }

    internal ValueTensor this[string value] => _values[value];

    private static ValueTensor Tensor(GraphNode node, in EvaluationContext context, float[] numbers)
    {
        var steps = context.Shape.Steps(context.TimeSteps);
        if (numbers.Length != steps * context.Shape.Count)
            throw new GraphException($"{numbers.Length} numbers, the node has {steps * context.Shape.Count}", node.Name);
        return node.Operation is SpikingNeuron neuron
            ? new ValueTensor(context.Shape, steps, Array.ConvertAll(numbers, s => (byte)(int)s), neuron.MaxSpikes, neuron.IsSigned)
            : new ValueTensor(context.Shape, steps, Array.ConvertAll(numbers, x => (double)x));
    }
}
