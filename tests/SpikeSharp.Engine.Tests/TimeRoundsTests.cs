using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Verification;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests;

/// <summary>Converted networks: time in rounds, signed spikes, pooling over time.</summary>
public sealed class TimeRoundsTests
{
    private const int Graphs = 6;

    [Fact]
    public void Every_spike_and_every_number_is_the_interpreters()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = BurstGraphs.Make(seed);
            var image = BurstGraphs.Image(graph, seed);
            using var engine = new SpikeEngine(
                graph,
                new EngineOptions
                {
                    Mode = EngineMode.Exact,
                    Threads = 1 + seed % 2,
                    KeepValues = true,
                }
            );
            var values = engine.Run(image, run => run.All());
            var compared = 0;
            new ReferenceInterpreter(graph).Run(image, evaluation =>
            {
                if (!values.TryGetValue(evaluation.Node.Name, out var actual))
                    return;
                compared++;
                var expected = evaluation.Output.ToFloats();
                // Only a mean over 12 steps is not round.
                var off = evaluation.Output.Shape.Timed ? 0 : 1e-5;
                for (var i = 0; i < expected.Length; i++)
                    Assert.True(
                        Math.Abs(expected[i] - actual[i]) <= off * Math.Max(1, Math.Abs(expected[i])),
                        $"graph {seed}, {evaluation.Node.Name}[{i}]: {actual[i]}, not {expected[i]}"
                    );
            });
            Assert.True(compared > 8);
        }
    }

    [Fact]
    public void However_many_steps_go_together_the_result_has_the_same_bits()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = BurstGraphs.Make(seed);
            var image = BurstGraphs.Image(graph, seed);
            foreach (var mode in (EngineMode[])[EngineMode.Exact, EngineMode.Int8])
            {
                var expected = Outputs(
                    graph,
                    image,
                    new EngineOptions
                    {
                        Mode = mode,
                        StepsTogether = graph.Info.TimeSteps,
                        Threads = 1,
                    }
                );
                for (var together = 1; together < graph.Info.TimeSteps; together++)
                {
                    if (graph.Info.TimeSteps % together != 0)
                        continue;
                    var actual = Outputs(
                        graph,
                        image,
                        new EngineOptions
                        {
                            Mode = mode,
                            StepsTogether = together,
                            Threads = 1 + together % 3,
                        }
                    );
                    for (var o = 0; o < expected.Length; o++)
                        Assert.True(
                            expected[o].AsSpan().SequenceEqual(actual[o]),
                            $"graph {seed}, {mode}, {together} together, output {o}"
                        );
                }
            }
        }
    }

    [Fact]
    public void What_is_computed_once_is_there_in_every_round()
    {
        // A map of the image alone, read behind the mean, and behind it more maps that might take its place.
        var random = new Random(5);
        var g = new GraphBuilder(new GraphInfo("constants", 16, 8));
        var image = g.Input(2);
        var still = g.Add("still", new Activation(ActivationKind.Sigmoid), image);
        var fires = g.Neuron("fire", image, new BurstIf(new BurstIfParameters(5), new WeightTensor([1], [0.25f])));
        var weight = new WeightTensor([2, 2, 3, 3], [.. Enumerable.Range(0, 36).Select(_ => random.NextSingle() - 0.5f)]);
        var x = g.Add(
            "times",
            new Combine(CombineKind.Multiply),
            g.TimeMean("mean", g.Convolution("conv", fires, weight, padding: 1)),
            still
        );
        for (var i = 0; i < 3; i++)
            x = g.Add($"more{i}", new Activation(i == 1 ? ActivationKind.Exp : ActivationKind.Sigmoid), x);
        g.Output("y", x);
        var graph = g.Build();
        var seen = new InputTensor(2, 8, 8, [.. Enumerable.Range(0, 128).Select(_ => random.NextSingle())]);
        using var engine = new SpikeEngine(
            graph,
            new EngineOptions
            {
                Mode = EngineMode.Exact,
                Threads = 1,
                StepsTogether = 2,
            }
        );
        engine.RunOverTime(seen, (steps, run) =>
        {
            var expected = new ReferenceInterpreter(graph.With(steps)).Run(seen).Outputs["y"].ToFloats();
            var actual = run.Output("y");
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f);
            return true;
        });
    }

    [Fact]
    public void Burst_neurons_beside_others_on_one_sum_keep_their_state()
    {
        var g = new GraphBuilder(new GraphInfo("mixed", 8, 4));
        var sum = g.Convolution("conv", g.Input(1), new WeightTensor([1, 1, 1, 1], [1f]));
        var fires = g.Neuron("fire", sum, new BurstIf(new BurstIfParameters(5), new WeightTensor([1], [0.25f])));
        g.Output("a", g.Neuron("relu", sum, new Relu()));
        g.Output("y", g.TimeMean("mean", g.Convolution("out", fires, new WeightTensor([1, 1, 1, 1], [0.25f]))));
        var graph = g.Build();
        var image = new InputTensor(1, 4, 4, [.. Enumerable.Range(0, 16).Select(i => i / 11f - 0.2f)]);
        var expected = new ReferenceInterpreter(graph).Run(image).Outputs["y"].ToFloats();
        foreach (var keeps in (bool[])[false, true])
        {
            using var engine = new SpikeEngine(
                graph,
                new EngineOptions
                {
                    Mode = EngineMode.Exact,
                    Threads = 1,
                    KeepValues = keeps,
                }
            );
            var actual = engine.Run(image, run => run.Output("y"));
            for (var i = 0; i < expected.Length; i++)
                Assert.Equal(expected[i], actual[i], 1e-5f);
        }
    }

    [Fact]
    public void After_some_steps_the_result_is_that_of_so_many_steps()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var graph = BurstGraphs.Make(seed);
            var image = BurstGraphs.Image(graph, seed);
            using var engine = new SpikeEngine(
                graph,
                new EngineOptions
                {
                    Mode = EngineMode.Exact,
                    Threads = 1,
                    StepsTogether = 2,
                }
            );
            var seen = new Dictionary<int, float[]>();
            var done = engine.RunOverTime(image, (steps, run) =>
            {
                seen.Add(steps, run.Output("mean"));
                return steps < 6;
            });
            Assert.Equal(6, done);
            Assert.Equal([2, 4, 6], seen.Keys);
            foreach (var (steps, mean) in seen)
                Assert.Equal(
                    Outputs(
                        graph,
                        image,
                        new EngineOptions
                        {
                            Mode = EngineMode.Exact,
                            TimeSteps = steps,
                            Threads = 1,
                        }
                    )[0],
                    mean
                );
        }
    }

    [Fact]
    public void All_instruction_sets_give_the_same_bits()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = BurstGraphs.Make(seed);
            var image = BurstGraphs.Image(graph, seed);
            foreach (var mode in Enum.GetValues<EngineMode>())
            {
                var expected = Outputs(
                    graph,
                    image,
                    new EngineOptions
                    {
                        Mode = mode,
                        InstructionSet = InstructionSet.Scalar,
                        Threads = 1,
                    }
                );
                foreach (var set in InstructionSets.Supported)
                {
                    var actual = Outputs(
                        graph,
                        image,
                        new EngineOptions
                        {
                            Mode = mode,
                            InstructionSet = set,
                            Threads = 2,
                        }
                    );
                    for (var o = 0; o < expected.Length; o++)
                        Assert.True(expected[o].AsSpan().SequenceEqual(actual[o]), $"graph {seed}, {mode}, {set}, output {o}");
                }
            }
        }
    }

    [Fact]
    public void Whole_numbers_and_binary_steps_give_the_same_spikes_negative_ones_too()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = BurstGraphs.Make(seed);
            var report = EngineVerification.Binary(graph, [BurstGraphs.Image(graph, seed)], new EngineOptions { Threads = 1 });
            Assert.True(report.Passed, $"graph {seed}: {report.Differing} of {report.Compared} spikes differ");
            Assert.Equal(0, report.LargestOutputDifference);
        }
    }

    [Fact]
    public void A_run_allocates_nothing_once_it_is_warm()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var graph = BurstGraphs.Make(seed);
            // What the engine has no kernel for may allocate.
            if (graph.Nodes.Any(node => node.Operation is AveragePool))
                continue;
            var image = BurstGraphs.Image(graph, seed);
            using var engine = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact, Threads = 1 });
            Func<EngineValues, int> nothing = static _ => 0;
            for (var i = 0; i < 50; i++)
                engine.Run(image, nothing);
            var before = GC.GetAllocatedBytesForCurrentThread();
            engine.Run(image, nothing);
            var bytes = GC.GetAllocatedBytesForCurrentThread() - before;
            Assert.True(
                bytes == 0,
                $"graph {seed}: {bytes} bytes; {string.Join(' ', engine.Profile(image, 1).Select(layer => layer.Kernel).Distinct())}"
            );
        }
    }

    [Fact]
    public void What_is_counted_is_what_was_fired_and_seen()
    {
        for (var seed = 0; seed < 10; seed++)
        {
            var graph = BurstGraphs.Make(seed);
            var image = BurstGraphs.Image(graph, seed);
            using var kept = new SpikeEngine(
                graph,
                new EngineOptions
                {
                    Mode = EngineMode.Exact,
                    Threads = 1,
                    KeepValues = true,
                }
            );
            var values = kept.Run(image, run => run.All());
            using var engine = new SpikeEngine(
                graph,
                new EngineOptions
                {
                    Mode = EngineMode.Exact,
                    Threads = 1,
                    SpikesOnly = true,
                }
            );
            var totals = engine.Count(image);
            foreach (var node in graph.Nodes)
            {
                if (node.Operation is not Neuron)
                    continue;
                var spikes = values[node.Name];
                var fired = totals.Neurons[node.Name];
                Assert.Equal(spikes.Sum(s => Math.Abs((double)s)), fired.SumOfUnits);
                Assert.Equal(spikes.Sum(s => (double)s), fired.SumOfNet);
                Assert.Equal(spikes.Count(s => s != 0), fired.SumOfFirings);
                Assert.Equal(graph.Info.TimeSteps, fired.Steps);
                var count = (int)fired.Shape.Count;
                float[] Over(Func<float, float> part) =>
                    [.. Enumerable.Range(0, count).Select(i => Enumerable.Range(0, fired.Steps).Sum(t => part(spikes[t * count + i])))];
                Assert.Equal(Over(s => s), fired.Net());
                Assert.Equal(Over(Math.Abs), fired.Units());
                Assert.Equal(Over(s => s == 0 ? 0 : 1), fired.Firings());
                Assert.Equal(
                    Enumerable.Range(0, fired.Steps).Count(t => spikes.Skip(t * count).Take(count).All(s => s is 0 or 1 or -1)),
                    fired.UnitSteps
                );
            }
            foreach (var (name, seen) in totals.Inputs)
                Assert.Equal(values[graph.Node(name).Inputs[0]].Sum(s => Math.Abs((double)s)), seen.SumOfUnits);
            Assert.Equal(totals.Neurons.Values.Sum(layer => layer.SumOfUnits), totals.Spikes);
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(-1)]
    public void Steps_together_must_divide_T(int together)
    {
        var graph = BurstGraphs.Make(0).With(16);
        var refused = Assert.Throws<GraphException>(() => new SpikeEngine(graph, new EngineOptions { StepsTogether = together }));
        Assert.Contains("do not divide T = 16", refused.Message);
    }

    private static float[][] Outputs(SpikeGraph graph, InputTensor image, EngineOptions options)
    {
        using var engine = new SpikeEngine(graph, options);
        // Twice, so that what the first run remembers would show.
        engine.Run(image, _ => 0);
        return engine.Run(image, run => new[] { run.Output("mean"), run.Output("rates") });
    }
}
