using SpikeSharp.Engine.Steps;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Planning;

/// <summary>Finds out how a graph is best run, from its shapes and from what its neurons do on some pictures.</summary>
/// <remarks>It counts and never measures time, so the same graph and pictures give the same plan on every machine.</remarks>
public sealed unsafe class Planner : IDisposable
{
    private readonly SpikeGraph _graph;
    private readonly SpikeEngine _engine;
    private readonly Dictionary<string, ChannelStatistics> _statistics = new(StringComparer.Ordinal);
    private int _images;
    private int _side;

    /// <param name="graph">As compiled; a plan that it has is not used.</param>
    /// <param name="threads">Threads that compute, 1…256.</param>
    /// <exception cref="GraphException">The graph holds what the engine cannot run.</exception>
    public Planner(SpikeGraph graph, int threads)
    {
        _graph = graph;
        _engine = new SpikeEngine(graph.With(null), new EngineOptions { Mode = EngineMode.Int8, Threads = threads });
        foreach (var node in graph.Nodes)
        {
            if (node.Operation is Convolution { Groups: 1 } convolution)
                _statistics.Add(node.Name, new ChannelStatistics(convolution.Weight.Shape[1]));
        }
    }

    /// <summary>Looks at one picture.</summary>
    /// <exception cref="GraphException">The network cannot take an image of that size or channel count.</exception>
    public void Add(InputTensor image)
    {
        _engine.Observe(image, Look);
        _images++;
        _side = Math.Max(image.Height, image.Width);
    }

    private void Look(RunContext context, Step step)
    {
        if (step.Input is not { Buffer.IsSpikes: true } spikes)
            return;
        var first = "." + Convolution.FactorName(0);
        if (
            _statistics.TryGetValue(step.Node, out var statistics)
            || (step.Node.EndsWith(first, StringComparison.Ordinal) && _statistics.TryGetValue(step.Node[..^first.Length], out statistics))
        )
            statistics.Add(context.Arena, spikes);
    }

    /// <summary>What is best for the pictures so far.</summary>
    /// <exception cref="InvalidOperationException">There were none.</exception>
    public GraphPlan Plan()
    {
        if (_images == 0)
            throw new InvalidOperationException("A plan needs at least one picture.");
        return new GraphPlan(
            _images,
            _side,
            [.. _graph.Nodes.Where(node => _statistics.TryGetValue(node.Name, out var statistics) && statistics.Seen).Select(Plan)]
        );
    }

    private ConvolutionPlan Plan(GraphNode node)
    {
        var statistics = _statistics[node.Name];
        var order = ChannelPairing.Order(statistics);
        var pairs = Math.Clamp(statistics.PairDensity(order), 0, 1);
        return new ConvolutionPlan(
            node.Name,
            statistics.Density,
            pairs,
            order,
            CostModel.PrefersFactors((Convolution)node.Operation, pairs)
        );
    }

    /// <summary>Frees memory and threads.</summary>
    public void Dispose() => _engine.Dispose();
}
