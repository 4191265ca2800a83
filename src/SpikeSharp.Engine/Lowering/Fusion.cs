using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Rewriting;

namespace SpikeSharp.Engine.Lowering;

/// <summary>Joins a convolution with the residual sum it goes into and with the neurons that look at it, so that membranes do not travel
/// through memory twice.</summary>
internal static class Fusion
{
    /// <param name="graph">After <see cref="NeuronHoisting"/>.</param>
    /// <param name="keepAll">Keep every value, for comparison layer by layer.</param>
    /// <param name="hasRounds">Whether time passes in rounds: then what is the same at every step is not computed with what is not.</param>
    internal static List<FusedStep> Apply(SpikeGraph graph, bool keepAll = false, bool hasRounds = false)
    {
        var phases = Phases(graph);
        var readers = Readers(graph);
        var results = graph.Outputs.Select(output => output.Value).ToHashSet(StringComparer.Ordinal);
        var sums = SumsOfConvolutions(graph, readers, results, hasRounds ? phases : null);
        var joined = sums.Values.ToHashSet(StringComparer.Ordinal);
        var steps = new List<FusedStep>();
        var byValue = new Dictionary<string, FusedStep>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            if (joined.Contains(node.Name))
                continue;
            if (node.Operation is Neuron neuron)
            {
                if (
                    !byValue.TryGetValue(node.Inputs[0], out var producer)
                    || !IsSum(producer.Operation)
                    || (hasRounds && producer.Phase != phases[node.Name])
                    || producer.Neurons.Exists(other => KeepsState(other.Neuron) != KeepsState(neuron))
                )
                {
                    // What comes from elsewhere (the image, a pooled membrane) is a sum of one term.
                    if (byValue.TryGetValue(node.Inputs[0], out var source))
                        source.KeepsValue = true;
                    producer = new FusedStep(node.Name + ".input", new Add(), [], [node.Inputs[0]]) { Phase = phases[node.Name] };
                    steps.Add(producer);
                }
                if (producer.Neurons.Count == OutputStage.MostNeurons)
                    throw new GraphException($"more than {OutputStage.MostNeurons} layers of neurons look at it", producer.Value);
                producer.Neurons.Add((node.Name, neuron));
                // A sum that is the same at every step is computed with the neurons that look at it over time.
                if (phases[node.Name] == Phase.Over)
                    producer.Phase = Phase.Over;
                continue;
            }
            var step = Step(graph, node, sums);
            step.Phase = phases[node.Name];
            step.KeepsValue =
                keepAll
                || !IsSum(step.Operation)
                || results.Contains(node.Name)
                || readers[node.Name].Any(reader => reader.Operation is not Neuron);
            steps.Add(step);
            byValue.Add(node.Name, step);
        }
        return steps;
    }

    /// <summary>Whether neurons may be computed with it: it gives numbers, which need not go through memory.</summary>
    private static bool IsSum(Operation operation) => operation is Convolution or Add { OfSpikes: false };

    // Neurons that keep a state of their own are not computed together with others.
    private static bool KeepsState(Neuron neuron) => NeuronForm.Of(neuron).KeepsState;

    private static FusedStep Step(SpikeGraph graph, GraphNode node, Dictionary<string, string> sums)
    {
        if (node.Operation is not Add { OfSpikes: false })
            return new FusedStep(node.Name, node.Operation, node.Inputs, []);
        if (!sums.TryGetValue(node.Name, out var convolution))
            return new FusedStep(node.Name, node.Operation, [], node.Inputs);
        var source = graph.Node(convolution);
        return new FusedStep(node.Name, source.Operation, source.Inputs, [.. node.Inputs.Where(input => input != convolution)])
        {
            Node = convolution,
        };
    }

    /// <summary>For each sum the convolution that is computed with it: its last one that nobody else reads.</summary>
    private static Dictionary<string, string> SumsOfConvolutions(
        SpikeGraph graph,
        Dictionary<string, List<GraphNode>> readers,
        HashSet<string> results,
        Dictionary<string, Phase>? phases
    )
    {
        var sums = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is not Add { OfSpikes: false })
                continue;
            var own = node.Inputs.LastOrDefault(input =>
                graph.Node(input).Operation is Convolution
                && readers[input].Count == 1
                && !results.Contains(input)
                && (phases is null || phases[input] == phases[node.Name])
            );
            if (own is not null)
                sums.Add(node.Name, own);
        }
        return sums;
    }

    /// <summary>When each value is computed.</summary>
    internal static Dictionary<string, Phase> Phases(SpikeGraph graph)
    {
        var shapes = graph.InferShapes();
        var phases = new Dictionary<string, Phase>(StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            var after =
                node.Inputs.Any(input => phases[input] == Phase.After) || (node.Operation is TimeMean && shapes[node.Inputs[0]].Timed);
            phases.Add(
                node.Name,
                shapes[node.Name].Timed ? Phase.Over
                    : after ? Phase.After
                    : Phase.Before
            );
        }
        return phases;
    }

    private static Dictionary<string, List<GraphNode>> Readers(SpikeGraph graph)
    {
        var readers = graph.Nodes.ToDictionary(node => node.Name, _ => new List<GraphNode>(), StringComparer.Ordinal);
        foreach (var node in graph.Nodes)
        {
            foreach (var input in node.Inputs)
                readers[input].Add(node);
        }
        return readers;
    }
}
