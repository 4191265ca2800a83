using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;
using SpikeSharp.Graph.Rewriting;

namespace SpikeSharp.Engine.Lowering;

/// <summary>A network as the engine runs it, before an image size is known.</summary>
/// <param name="Graph">After <see cref="NeuronHoisting"/>.</param>
/// <param name="Steps">What is done at once, in order; with rounds phase by phase.</param>
/// <param name="Together">Time steps that go through a layer before the next layer begins; a divisor of T.</param>
/// <param name="Plans">Of the convolutions that have one, by node.</param>
/// <param name="Layers">The spiking neurons of the graph as compiled; where one was moved, its name is that of what its parts are joined
/// to.</param>
/// <param name="Exact">Decides potentials near a firing boundary as the interpreter does; null where sums are whole numbers, and for burst
/// neurons, whose membranes remember every rounding.</param>
internal sealed record LoweredGraph(
    SpikeGraph Graph,
    IReadOnlyList<FusedStep> Steps,
    int Together,
    IReadOnlyDictionary<string, ConvolutionPlan> Plans,
    IReadOnlyList<string> Layers,
    ExactGraph? Exact
)
{
    // Enough for weights to stay near while they are used, few enough for maps to.
    private const int MostTogether = 8;

    /// <summary>Whether time passes in several rounds.</summary>
    internal bool HasRounds => Together < Graph.Info.TimeSteps;

    /// <param name="graph">As compiled.</param>
    /// <param name="options">How it is to run.</param>
    internal static LoweredGraph Of(SpikeGraph graph, EngineOptions options)
    {
        var plans = new Dictionary<string, ConvolutionPlan>(StringComparer.Ordinal);
        foreach (var plan in graph.Plan?.Convolutions ?? [])
        {
            plans.Add(plan.Node, plan);
            // The first factor sees the same spikes.
            if (((Convolution)graph.Node(plan.Node).Operation).Factors.Count > 0)
                plans.Add($"{plan.Node}.{Convolution.FactorName(0)}", plan);
        }
        bool factors = !options.SpikesOnly && options.Mode != EngineMode.Binary,
            remembers = graph.Nodes.Any(Remembers);
        var lowered = NeuronHoisting.Apply(
            Factorised.Apply(DilationUnfolding.Apply(graph), node =>
                factors && (!plans.TryGetValue(node.Name, out var plan) || plan.UsesFactors)
            )
        );
        if (remembers && factors && !options.KeepValues)
            lowered = TimeMeanHoisting.Apply(lowered);
        var together = remembers && !options.KeepValues ? StepsTogether(lowered, options.StepsTogether) : graph.Info.TimeSteps;
        var rounds = together < graph.Info.TimeSteps;
        IEnumerable<FusedStep> steps = Fusion.Apply(lowered, options.KeepValues, rounds);
        if (rounds)
            steps = steps.OrderBy(step => step.Phase);
        var layers = graph.Nodes.Where(node => node.Operation is SpikingNeuron).Select(node => node.Name);
        return new LoweredGraph(
            lowered,
            [.. steps],
            together,
            plans,
            [.. layers],
            options.Mode == EngineMode.Exact && !remembers ? new ExactGraph(NeuronHoisting.Apply(DilationUnfolding.Apply(graph))) : null
        );
    }

    /// <summary>Whether a node keeps what it must know of the past in memory, so that time may pass in rounds.</summary>
    private static bool Remembers(GraphNode node) =>
        node.Operation is Neuron neuron && NeuronForm.Of(neuron).KeepsState
        || node.Operation is MaxPool { OverTime: PoolingOverTime.Lossless };

    private static int StepsTogether(SpikeGraph graph, int wanted)
    {
        var all = graph.Info.TimeSteps;
        if (wanted < 0 || (wanted > 0 && all % wanted != 0))
            throw new GraphException($"{wanted} time steps together do not divide T = {all}");
        // Inputs with frames, neurons with a past of another kind, results that vary over time, and neurons behind a mean over time want
        // all steps at once.
        var phases = Fusion.Phases(graph);
        if (
            graph.Nodes.Any(node => node.Operation is Input { HasFrames: true })
            || graph.Outputs.Any(output => phases[output.Value] == Phase.Over)
            || graph.Nodes.Any(node => node.Operation is SpikingNeuron neuron && !NeuronForm.Of(neuron).KeepsState)
            || graph.Nodes.Any(node => phases[node.Name] == Phase.Over && node.Inputs.Any(input => phases[input] == Phase.After))
        )
            return all;
        if (wanted > 0)
            return wanted;
        var together = Math.Min(all, MostTogether);
        while (all % together != 0)
            together--;
        return together;
    }
}
