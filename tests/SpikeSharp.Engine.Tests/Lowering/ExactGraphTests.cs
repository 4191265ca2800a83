using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests.Lowering;

/// <summary>Float weights, and the interpreter's spikes all the same.</summary>
public sealed class ExactGraphTests
{
    [Fact]
    public void Every_spike_is_the_interpreters_end_to_end()
    {
        for (var seed = 0; seed < 40; seed++)
            Compare($"graph {seed}", RandomGraphs.Make(seed), seed);
    }

    [Fact]
    public void So_are_potentials_that_float32_cannot_tell_from_a_boundary()
    {
        // Weights of thirds, seventh parts and the like, pixels of few levels: many potentials are 1/2 but for the rounding of their sums.
        var g = new GraphBuilder(new GraphInfo("ties", 2, 24));
        var image = g.Input(3);
        var x = g.Convolution("first", image, Weights([48, 3, 3, 3], i => (i % 7 - 3) / 7f), padding: 1);
        for (var block = 0; block < 4; block++)
        {
            var spikes = g.Neuron($"neuron{block}", x, block % 2 == 0 ? new ILif(4, 0.25f) : new Lif(0.5f, 0.7f));
            var y = g.Convolution($"conv{block}", spikes, Weights([48, 48, 3, 3], i => ((i * 7 + block) % 13 - 6) / 90f), padding: 1);
            x = g.Add($"add{block}", x, y);
        }
        g.Output("spikes", g.Neuron("last", x, new ILif(8, 0.5f)));
        var graph = g.Build();
        var pixels = new float[3 * 24 * 24];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (i * 5 + i / 24) % 4 / 3f;
        Compare("ties", graph, new InputTensor(3, 24, 24, pixels));
    }

    [Fact]
    public void A_chain_of_sums_without_end_is_left_to_float32()
    {
        var g = new GraphBuilder(new GraphInfo("chain", 1, 4));
        var first = g.Convolution("first", g.Input(3), Weights([4, 3, 1, 1], i => i / 10f - 0.5f));
        var x = first;
        for (var i = 0; i < 40; i++)
            x = g.Add($"twice{i}", x, x);
        for (var i = 0; i < 5000; i++)
            x = g.Add($"more{i}", x, first);
        g.Output("spikes", g.Neuron("neuron", x, new ILif()));
        var graph = g.Build();
        using var engine = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact });
        Assert.Equal(64, engine.Run(RandomGraphs.Image(graph, 1), run => run.Output("spikes")).Length);
    }

    private static void Compare(string what, SpikeGraph graph, int seed) => Compare(what, graph, RandomGraphs.Image(graph, seed));

    private static void Compare(string what, SpikeGraph graph, InputTensor image)
    {
        using var engine = new SpikeEngine(
            graph,
            new EngineOptions
            {
                Mode = EngineMode.Exact,
                KeepValues = true,
                Threads = 2,
            }
        );
        var values = engine.Run(image, run => run.All());
        new ReferenceInterpreter(graph).Run(image, evaluation =>
        {
            if (evaluation.Node.Operation is not SpikingNeuron || !values.TryGetValue(evaluation.Node.Name, out var actual))
                return;
            var differ = actual.Where((spike, i) => spike != evaluation.Output.Spikes[i]).Count();
            Assert.True(differ == 0, $"{what}: {differ} of {actual.Length} spikes of {evaluation.Node.Name} differ");
        });
        // Without all values kept, what neurons are made of must still be there when they need it.
        using var usual = new SpikeEngine(graph, new EngineOptions { Mode = EngineMode.Exact, Threads = 2 });
        foreach (var output in graph.Outputs)
            Assert.Equal(values[output.Value], usual.Run(image, run => run.Output(output.Name)));
    }

    private static WeightTensor Weights(int[] shape, Func<int, float> of) =>
        new(shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(of)]);
}
