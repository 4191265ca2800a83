using SpikeSharp.Engine.Exactness;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Lowering;

/// <summary>A network as the engine runs it, before an image size is known.</summary>
/// <param name="Graph">After <see cref="NeuronsFirst"/>.</param>
/// <param name="Steps">What is done at once, in order.</param>
/// <param name="Plans">Of the convolutions that have one, by node.</param>
/// <param name="Layers">The spiking neurons of the graph as compiled; where one was moved, its name is that of what its parts are joined to.</param>
/// <param name="Exact">Decides potentials near a firing boundary as the interpreter does; null where sums are whole numbers.</param>
internal sealed record LoweredGraph(
    SpikeGraph Graph, IReadOnlyList<FusedStep> Steps, IReadOnlyDictionary<string, ConvolutionPlan> Plans, IReadOnlyList<string> Layers, ExactGraph? Exact)
{
    /// <param name="graph">As compiled.</param>
    /// <param name="options">How it is to run.</param>
    internal static LoweredGraph Of(SpikeGraph graph, EngineOptions options)
    {
        var plans = new Dictionary<string, ConvolutionPlan>(StringComparer.Ordinal);
        foreach (var plan in graph.Plan?.Convolutions ?? [])
        {
            plans.Add(plan.Node, plan);
            // The first factor sees the same spikes.
            if (((Convolution)graph.Node(plan.Node).Operation).Factors.Count > 0) plans.Add($"{plan.Node}.{Convolution.FactorName(0)}", plan);
        }
        bool factors = !options.SpikesOnly && options.Mode != EngineMode.Binary;
        var lowered = NeuronsFirst.Apply(Factorised.Apply(graph, node => factors && (!plans.TryGetValue(node.Name, out var plan) || plan.UsesFactors)));
        var layers = graph.Nodes.Where(node => node.Operation is Neuron { IsSpiking: true }).Select(node => node.Name);
        return new LoweredGraph(lowered, Fusion.Apply(lowered, options.KeepValues), plans, [.. layers], options.Mode == EngineMode.Exact ? new ExactGraph(NeuronsFirst.Apply(graph)) : null);
    }
}
