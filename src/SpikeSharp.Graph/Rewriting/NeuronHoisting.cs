using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Rewriting;

/// <summary>Moves neurons in front of what only moves values about, so that bytes travel instead of floats.</summary>
/// <remarks>
/// A neuron looks at one element and its past. So it may change places with concatenation and with nearest-neighbour upsampling; with max
/// pooling only where it has no past, T = 1, because there it is a rising function of its input. Names of neurons keep their meaning.
/// </remarks>
public static class NeuronHoisting
{
    /// <summary>The rewritten graph; what no output needs any more is left out.</summary>
    public static SpikeGraph Apply(SpikeGraph graph)
    {
        var rewrite = new Rewrite(graph);
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is Neuron neuron)
                rewrite.Move(node.Name, neuron, node.Inputs[0]);
            else
                rewrite.Add(node);
        }
        return new SpikeGraph(graph.Info, Needed(rewrite.Nodes, graph.Outputs), graph.Outputs);
    }

    private static List<GraphNode> Needed(List<GraphNode> nodes, IReadOnlyList<GraphOutput> outputs)
    {
        var needed = new HashSet<string>(outputs.Select(output => output.Value), StringComparer.Ordinal);
        for (var i = nodes.Count - 1; i >= 0; i--)
        {
            if (needed.Contains(nodes[i].Name))
                needed.UnionWith(nodes[i].Inputs);
        }
        return [.. nodes.Where(node => needed.Contains(node.Name))];
    }

    private sealed class Rewrite(SpikeGraph graph)
    {
        // Far deeper than any network; a file may hold a chain of any length.
        private const int Deepest = 64;

        private readonly Dictionary<string, GraphNode> _byName = new(StringComparer.Ordinal);
        private readonly HashSet<string> _names = [.. graph.Nodes.Select(node => node.Name)];

        // Nor may many neurons behind a join of many fill the memory.
        private int _left = SpikeGraph.MaxNodes - graph.Nodes.Count;

        // What two joins have in common is moved once: else a join of joins of itself would double with every level.
        private readonly Dictionary<(string Input, Neuron Neuron), string> _moved = [];

        private readonly Dictionary<string, int> _channels = graph
            .InferShapes()
            .ToDictionary(shape => shape.Key, shape => shape.Value.Channels, StringComparer.Ordinal);

        internal List<GraphNode> Nodes { get; } = [];

        internal void Add(GraphNode node)
        {
            Nodes.Add(node);
            _byName.Add(node.Name, node);
        }

        /// <summary>Puts the neuron as far to the front as it goes; the spikes get its name.</summary>
        internal void Move(string name, Neuron neuron, string input, int depth = 0)
        {
            var source = _byName[input];
            var passes =
                source.Operation is Concat or Upsample || (source.Operation is MaxPool && graph.Info.TimeSteps == 1 && neuron.IsRising);
            if (!passes || depth == Deepest || source.Inputs.Count > _left)
            {
                Add(new GraphNode(name, neuron, [input]));
                return;
            }
            _left -= source.Inputs.Count;
            var moved = new string[source.Inputs.Count];
            for (int i = 0, channel = 0; i < moved.Length; i++)
            {
                var channels = _channels[source.Inputs[i]];
                var part = neuron.OfChannels(channel, channels);
                channel += channels;
                if (_moved.TryGetValue((source.Inputs[i], part), out var known))
                {
                    moved[i] = known;
                    continue;
                }
                moved[i] = Unused($"{name}@{i}");
                _channels[moved[i]] = channels;
                Move(moved[i], part, source.Inputs[i], depth + 1);
                _moved.Add((source.Inputs[i], part), moved[i]);
            }
            Add(source with { Name = name, Inputs = moved });
        }

        private string Unused(string name)
        {
            while (!_names.Add(name))
                name += "@";
            return name;
        }
    }
}
