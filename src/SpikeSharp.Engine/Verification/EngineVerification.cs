using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;

namespace SpikeSharp.Engine.Verification;

/// <summary>The engine against itself and against the reference interpreter, layer by layer on whole images.</summary>
/// <remarks>A report's layers count spikes; its outputs are all other values of the graph, each with the largest difference as a share of
/// the largest number that it holds for the image, at least 1.</remarks>
public static class EngineVerification
{
    /// <summary>Whole numbers and binary time steps, each from the image on: nothing may differ.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="images">Inputs; read one at a time.</param>
    /// <param name="options">Threads and instruction set.</param>
    /// <exception cref="GraphException">The engine cannot run the graph, or not at that size.</exception>
    public static VerificationReport Binary(SpikeGraph graph, IEnumerable<InputTensor> images, EngineOptions options)
    {
        options = options with { SpikesOnly = true, KeepValues = true };
        using var integer = new SpikeEngine(graph, options with { Mode = EngineMode.Int8 });
        using var binary = new SpikeEngine(graph, options with { Mode = EngineMode.Binary });
        var tally = new Tally();
        foreach (var image in images)
        {
            var (expected, actual) = (integer.Run(image, run => run.All()), binary.Run(image, run => run.All()));
            foreach (var node in graph.Nodes.Where(node => actual.ContainsKey(node.Name)))
                tally.Add(node, expected[node.Name], actual[node.Name]);
            tally.Images++;
        }
        return tally.Report;
    }

    /// <summary>Float weights: spikes end to end, where each goes its own way; all other values on equal inputs, where the interpreter goes
    /// on with the engine's spikes.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="images">Inputs; read one at a time.</param>
    /// <param name="options">Threads, instruction set, and whether to keep to spikes.</param>
    /// <exception cref="GraphException">The engine cannot run the graph, or not at that size.</exception>
    public static VerificationReport Reference(SpikeGraph graph, IEnumerable<InputTensor> images, EngineOptions options)
    {
        using var engine = new SpikeEngine(graph, options with { Mode = EngineMode.Exact, KeepValues = true });
        var interpreter = new ReferenceInterpreter(graph);
        var tally = new Tally();
        foreach (var image in images)
        {
            var values = engine.Run(image, run => run.All());
            var spikes = graph
                .Nodes.Where(IsSpiking)
                .ToDictionary(node => node.Name, node => Array.ConvertAll(values[node.Name], spike => (byte)spike));
            interpreter.Run(image, evaluation => Add(evaluation, spikes: false), spikes);
            interpreter.Run(image, evaluation => Add(evaluation, spikes: true));
            tally.Images++;

            void Add(NodeEvaluation evaluation, bool spikes)
            {
                if (IsSpiking(evaluation.Node) == spikes && values.TryGetValue(evaluation.Node.Name, out var actual))
                    tally.Add(evaluation.Node, evaluation.Output.ToFloats(), actual);
            }
        }
        return tally.Report;
    }

    private static bool IsSpiking(GraphNode node) => node.Operation is SpikingNeuron;

    private sealed class Tally
    {
        private readonly OrderedDictionary<string, NeuronComparison> _layers = new(StringComparer.Ordinal);
        private readonly OrderedDictionary<string, OutputComparison> _values = new(StringComparer.Ordinal);

        internal int Images { get; set; }

        internal VerificationReport Report => new(Images, [.. _layers.Values], [.. _values.Values]);

        internal void Add(GraphNode node, float[] expected, float[] actual)
        {
            var name = node.Name;
            if (IsSpiking(node))
            {
                var layer = _layers.GetValueOrDefault(name, new NeuronComparison(name, 0, 0));
                _layers[name] = layer with
                {
                    Compared = layer.Compared + expected.Length,
                    Differing = layer.Differing + expected.Zip(actual).Count(pair => pair.First != pair.Second),
                };
                return;
            }
            double largest = 1,
                difference = 0;
            for (var i = 0; i < expected.Length; i++)
            {
                largest = Math.Max(largest, Math.Abs(expected[i]));
                // Equal infinities differ by nothing; a number that is none anywhere must not pass for a small difference.
                var one = expected[i] == actual[i] ? 0 : Math.Abs((double)expected[i] - actual[i]);
                difference = double.IsNaN(one) ? double.PositiveInfinity : Math.Max(difference, one);
            }
            var value = _values.GetValueOrDefault(name, new OutputComparison(name, 0, 0));
            _values[name] = value with
            {
                Compared = value.Compared + expected.Length,
                LargestDifference = Math.Max(value.LargestDifference, difference / largest),
            };
        }
    }
}
