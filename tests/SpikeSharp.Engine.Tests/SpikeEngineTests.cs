using SpikeSharp.Engine.Kernels;
using SpikeSharp.Engine.Weights;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests;

public sealed class SpikeEngineTests
{
    private const int Graphs = 24;

    public static TheoryData<InstructionSet, EngineMode> Arithmetics()
    {
        var data = new TheoryData<InstructionSet, EngineMode>();
        foreach (var set in InstructionSets.Supported)
        {
            foreach (var mode in Enum.GetValues<EngineMode>())
                data.Add(set, mode);
        }
        return data;
    }

    [Theory]
    [MemberData(nameof(Arithmetics))]
    public void Every_layer_gives_what_the_interpreter_gives_on_equal_inputs(InstructionSet set, EngineMode mode)
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = RandomGraphs.Make(seed);
            var image = RandomGraphs.Image(graph, seed);
            using var engine = new SpikeEngine(
                graph,
                new EngineOptions
                {
                    Mode = mode,
                    InstructionSet = set,
                    Threads = 1 + seed % 3,
                    KeepValues = true,
                }
            );
            Assert.Equal(set, engine.InstructionSet);
            var values = engine.Run(image, run => run.All());
            var neurons = graph
                .Nodes.Where(node => node.Operation is SpikingNeuron)
                .ToDictionary(node => node.Name, node => Array.ConvertAll(values[node.Name], s => (byte)s));
            var reference = new ReferenceInterpreter(mode == EngineMode.Exact ? graph : Quantised(graph));
            reference.Run(image, evaluation => Compare(seed, evaluation, values), neurons);
        }
    }

    [Fact]
    public void Between_them_they_reach_the_kernels_of_a_segmenter_by_queries()
    {
        var kernels = new HashSet<string>();
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = RandomGraphs.Make(seed);
            using var engine = new SpikeEngine(graph);
            kernels.UnionWith(engine.Profile(RandomGraphs.Image(graph, seed), 1).Select(layer => layer.Kernel));
        }
        Assert.Superset(
            new HashSet<string> { "attention", "deformable", "masks", "semantic", "resize", "affine", "activation", "constant", "move" },
            kernels
        );
    }

    [Fact]
    public void All_instruction_sets_give_the_same_bits()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = RandomGraphs.Make(seed);
            var image = RandomGraphs.Image(graph, seed);
            foreach (var mode in Enum.GetValues<EngineMode>())
            {
                float[][] All(InstructionSet set)
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
                    Assert.Equal(set, engine.InstructionSet);
                    return engine.Run(image, run => new[] { run.Output("spikes"), run.Output("mean") });
                }
                var expected = All(InstructionSet.Scalar);
                foreach (var set in InstructionSets.Supported)
                {
                    var actual = All(set);
                    for (var o = 0; o < 2; o++)
                        Assert.True(
                            expected[o].AsSpan().SequenceEqual(actual[o]),
                            $"graph {seed}, {mode}, {set}, output {o}: {Difference(expected[o], actual[o])}"
                        );
                }
            }
        }
    }

    [Fact]
    public void Integers_and_binary_virtual_time_steps_give_the_same_bits()
    {
        for (var seed = 0; seed < Graphs; seed++)
        {
            var graph = RandomGraphs.Make(seed);
            var image = RandomGraphs.Image(graph, seed);
            using var integer = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Int8 });
            using var binary = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Binary });
            foreach (var output in new[] { "spikes", "mean" })
            {
                float[] expected = integer.Run(image, run => run.Output(output)),
                    actual = binary.Run(image, run => run.Output(output));
                Assert.True(expected.AsSpan().SequenceEqual(actual), $"graph {seed}, {output}: {Difference(expected, actual)}");
            }
            var spikes = graph.Nodes.Any(node => node.Operation is SpikingNeuron);
            Assert.Equal(spikes, binary.Additions.Values.Sum() > 0);
        }
    }

    [Fact]
    public void Memory_that_is_used_again_and_other_sizes_in_between_change_nothing()
    {
        var graph = RandomGraphs.Make(5);
        using var engine = new SpikeEngine(graph);
        var image = RandomGraphs.Image(graph, 1);
        var first = engine.Run(image, run => run.Output("mean"));
        engine.Run(RandomGraphs.Image(graph, 2, graph.Info.ImageSize + 8, graph.Info.ImageSize), run => 0);
        engine.Run(RandomGraphs.Image(graph, 3), run => 0);
        Assert.Equal(first, engine.Run(image, run => run.Output("mean")));
    }

    private static string Difference(float[] expected, float[] actual)
    {
        if (expected.Length != actual.Length)
            return $"{actual.Length} elements, expected {expected.Length}";
        var at = Array.FindIndex([.. expected.Zip(actual)], pair =>
            BitConverter.SingleToInt32Bits(pair.First) != BitConverter.SingleToInt32Bits(pair.Second)
        );
        if (at < 0)
            return $"not numbers: {expected.Count(float.IsNaN)}, {actual.Count(float.IsNaN)}";
        return $"element {at} of {expected.Length} is {actual[at]}, expected {expected[at]}; "
            + $"{expected.Zip(actual).Count(pair => pair.First != pair.Second)} differ";
    }

    private static void Compare(int seed, NodeEvaluation evaluation, Dictionary<string, float[]> values)
    {
        // A neuron decides at a boundary, where float32 and float64 may differ; its input was compared.
        if (evaluation.Node.Operation is Neuron || !values.TryGetValue(evaluation.Node.Name, out var actual))
            return;
        var expected = evaluation.Output.ToFloats();
        Assert.Equal(expected.Length, actual.Length);
        var largest = expected.Max(Math.Abs);
        for (var i = 0; i < expected.Length; i++)
            Assert.True(
                Math.Abs(expected[i] - actual[i]) <= 1e-4f * Math.Max(1, largest),
                $"graph {seed}, {evaluation.Node.Name} ({evaluation.Node.Operation.Kind}), element {i}: {actual[i]}, expected {expected[i]}"
            );
    }

    /// <summary>The graph whose float weights are the 8-bit weights of the engine.</summary>
    private static SpikeGraph Quantised(SpikeGraph graph)
    {
        var spikes = new HashSet<string>();
        foreach (var node in graph.Nodes)
        {
            var moves =
                node.Operation.MovesSpikes && node.Operation is not Add && node.Inputs.Count > 0 && node.Inputs.All(spikes.Contains);
            if (moves || node.Operation is SpikingNeuron)
                spikes.Add(node.Name);
        }
        return new SpikeGraph(
            graph.Info,
            [
                .. graph.Nodes.Select(node =>
                    node.Operation is Convolution c && spikes.Contains(node.Inputs[0])
                        ? node with
                        {
                            Operation = c with { Weight = Rounded(c.Weight) },
                        }
                        : node
                ),
            ],
            graph.Outputs
        );
    }

    private static WeightTensor Rounded(WeightTensor weight)
    {
        var quantised = new QuantisedWeights(weight);
        var size = weight.Values.Length / weight.Shape[0];
        return new WeightTensor([.. weight.Shape], [.. quantised.Values.Select((w, i) => w * quantised.Scale[i / size])]);
    }
}
