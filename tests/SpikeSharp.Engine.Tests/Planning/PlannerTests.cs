using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Planning;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;

namespace SpikeSharp.Engine.Tests.Planning;

public sealed class PlannerTests
{
    [Fact]
    public void A_planned_graph_gives_the_same_bits_on_every_instruction_set()
    {
        for (var seed = 0; seed < 12; seed++)
        {
            var graph = RandomGraphs.Make(seed);
            var image = RandomGraphs.Image(graph, seed);
            var planned = graph.With(Plan(graph, image));
            foreach (var mode in new[] { EngineMode.Int8, EngineMode.Exact })
            {
                var expected = Run(graph, InstructionSet.Scalar, mode, image);
                foreach (var set in InstructionSets.Supported)
                    Assert.Equal(expected, Run(planned, set, mode, image));
            }
        }
    }

    [Fact]
    public void Channels_that_are_silent_together_become_neighbours()
    {
        // Channels fire by halves of the picture, in turn: left, right, left, right … Every pair fires somewhere; put in order half of them
        // are silent.
        var graph = Turns(channels: 200);
        var image = Halves();
        var plan = Plan(graph, image);
        var second = Assert.Single(plan.Convolutions);
        Assert.Equal(0.5, second.Density, 2);
        Assert.Equal(0.5, second.PairDensity, 2);
        for (var place = 0; place < 200; place += 2)
            Assert.Equal(second.Order[place] % 2, second.Order[place + 1] % 2);

        var (plain, planned) = (Visited(graph), Visited(graph.With(plan)));
        Assert.Equal(plain, 2 * planned);

        long Visited(SpikeGraph g)
        {
            using var engine = new SpikeEngine(g, new EngineOptions { Threads = 1 });
            return engine.Profile(image, 1).Single(layer => layer.Node == "second").Visited;
        }
    }

    [Fact]
    public void The_same_pictures_give_the_same_plan_and_none_give_none()
    {
        var graph = RandomGraphs.Make(4);
        var (a, b) = (Plan(graph, RandomGraphs.Image(graph, 1)), Plan(graph, RandomGraphs.Image(graph, 1)));
        Assert.Equal(a.Convolutions.Select(c => string.Join(' ', c.Order)), b.Convolutions.Select(c => string.Join(' ', c.Order)));
        using var planner = new Planner(graph, 1);
        Assert.Throws<InvalidOperationException>(() => planner.Plan());
    }

    [Theory]
    [InlineData(0.5f, true)]
    [InlineData(-0.6f, false)]
    [InlineData(-9f, false)]
    public void Factors_are_chosen_where_spikes_are_dense_and_the_merged_convolution_where_they_are_rare(float bias, bool factors)
    {
        var random = new Random(1);
        var g = new GraphBuilder(new GraphInfo("factors", 1, 16));
        var first = g.Convolution(
            "first",
            g.Input(3),
            Weights(random, [64, 3, 1, 1]),
            new WeightTensor([64], [.. Enumerable.Repeat(bias, 64)])
        );
        var spikes = g.Neuron("neuron", first, new ILif());
        g.Output("y", g.Convolution("second", spikes, Weights(random, [64, 64, 3, 3]), padding: 1));
        var graph = g.Build();
        var merged = (Convolution)graph.Node("second").Operation;
        graph = new SpikeGraph(
            graph.Info,
            [
                .. graph.Nodes.Select(node =>
                    node.Name != "second"
                        ? node
                        : node with
                        {
                            Operation = merged with
                            {
                                Factors =
                                [
                                    new Convolution(Weights(random, [64, 64, 1, 1]), Padding: 1),
                                    new Convolution(Weights(random, [64, 1, 3, 3]), Groups: 64),
                                    new Convolution(Weights(random, [64, 64, 1, 1])),
                                ],
                            },
                        }
                ),
            ],
            graph.Outputs
        );
        var image = RandomGraphs.Image(graph, 1);
        var planned = graph.With(Plan(graph, image));
        Assert.Equal(factors, Assert.Single(planned.Plan!.Convolutions).UsesFactors);
        using var engine = new SpikeEngine(planned, new EngineOptions { Threads = 1 });
        Assert.Equal(factors, engine.Profile(image, 1).Any(layer => layer.Node == "second.factor0"));
    }

    [Fact]
    public void Sums_that_leave_16_bits_are_done_again_with_32()
    {
        // Weights all alike and positive: sums reach 9 · 150 · 4 · 127.
        var g = new GraphBuilder(new GraphInfo("large", 1, 12));
        var first = g.Convolution("first", g.Input(3), new WeightTensor([150, 3, 1, 1], [.. Enumerable.Repeat(4f, 450)]));
        var spikes = g.Neuron("neuron", first, new ILif());
        g.Output(
            "y",
            g.Convolution("second", spikes, new WeightTensor([70, 150, 3, 3], [.. Enumerable.Repeat(0.5f, 70 * 150 * 9)]), padding: 1)
        );
        var graph = g.Build();
        var image = RandomGraphs.Image(graph, 1);
        var expected = Run(graph, InstructionSet.Scalar, EngineMode.Binary, image, "y");
        Assert.True(expected.Max() / 0.5f * 127 > short.MaxValue);
        foreach (var set in InstructionSets.Supported)
            Assert.Equal(expected, Run(graph, set, EngineMode.Int8, image, "y"));
    }

    [Fact]
    public void The_ceiling_is_known_for_vectors()
    {
        var best = InstructionSets.Supported.Max();
        var peak = PeakThroughput.Measure(best, 1);
        if (best == InstructionSet.Scalar)
            Assert.True(double.IsNaN(peak.Int8));
        else
            Assert.True(peak.Int8 > peak.Float32 && peak.Float32 > 1e8);
    }

    private static GraphPlan Plan(SpikeGraph graph, InputTensor image)
    {
        using var planner = new Planner(graph, 2);
        planner.Add(image);
        return planner.Plan();
    }

    private static float[] Run(SpikeGraph graph, InstructionSet set, EngineMode mode, InputTensor image, string output = "mean")
    {
        using var engine = new SpikeEngine(
            graph,
            new EngineOptions
            {
                Mode = mode,
                InstructionSet = set,
                Threads = 2,
            }
        );
        return engine.Run(image, run => run.Output(output));
    }

    private static SpikeGraph Turns(int channels)
    {
        var g = new GraphBuilder(new GraphInfo("turns", 1, 16));
        var first = g.Convolution(
            "first",
            g.Input(2),
            new WeightTensor([channels, 2, 1, 1], [.. Enumerable.Range(0, channels).SelectMany(c => new[] { 1f - c % 2, c % 2 })])
        );
        g.Output("y", g.Convolution("second", g.Neuron("neuron", first, new ILif()), Weights(new Random(1), [32, channels, 1, 1])));
        return g.Build();
    }

    private static InputTensor Halves() => new(2, 16, 16, [.. Enumerable.Range(0, 512).Select(i => (i % 16 < 8) == i < 256 ? 1f : 0f)]);

    private static WeightTensor Weights(Random random, int[] shape) =>
        new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => 2 * random.NextSingle() - 1)]);
}
