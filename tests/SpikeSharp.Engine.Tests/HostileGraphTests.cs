using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;

namespace SpikeSharp.Engine.Tests;

/// <summary>A graph file is somebody else's: it runs, or it is refused with one sentence; nothing else happens.</summary>
public sealed class HostileGraphTests : IDisposable
{
    private const int Changes = 10_000;
    private const int Side = 8;

    // A file may be valid and ask for any amount of work; what it asks for is not run here beyond this.
    private const long MostWork = 20_000_000;

    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Ten_thousand_hostile_files_run_or_are_refused_with_one_sentence() => Hold(HostileGraph.Valid(), Changes);

    [Fact]
    public void So_do_those_of_a_converted_network() => Hold(HostileGraph.Converted(), Changes / 4);

    [Fact]
    public void So_do_those_of_a_segmenter_by_queries() => Hold(HostileGraph.Queries(), Changes / 4);

    private void Hold(SpikeGraph graph, int changesInAll)
    {
        var path = Path.Combine(_folder, "x.spk.safetensors");
        GraphFile.Save(graph, path);
        var valid = File.ReadAllBytes(path);
        int refused = 0,
            ran = 0,
            large = 0;
        for (var seed = 0; seed < changesInAll; seed++)
        {
            var random = new Random(seed);
            var hostile = new HostileGraph((byte[])valid.Clone(), random);
            var changes = new List<string>();
            for (var i = random.Next(2); i >= 0; i--)
                changes.Add(hostile.Change());
            File.WriteAllBytes(path, hostile.ToBytes());
            try
            {
                if (Run(path, random))
                    ran++;
                else
                    large++;
            }
            catch (Exception e) when (e is GraphException or SafetensorsException)
            {
                refused++;
                Assert.True(IsOneSentence(e.Message), $"{seed}: {e.Message}");
            }
            catch (Exception e)
            {
                Assert.Fail($"{seed}: {string.Join("; ", changes)}: {e}");
            }
        }
        // Neither do the checks refuse everything, nor do the changes change nothing.
        Assert.True(
            refused > changesInAll / 3 && ran > changesInAll / 10 && large < changesInAll / 50,
            $"{refused} refused, {ran} ran, {large} too large"
        );
    }

    [Fact]
    public void What_the_interpreter_runs_and_the_engine_does_not_is_refused_by_name()
    {
        Refused("the graph has 2 inputs, wanted one", g => g.Add("sum", g.Input(1), g.Input(1, "second")));
        Refused("node 'up': it reads 'head', a detection head", g => g.Upsample("up", Head(g), 2));
        Refused("'many': more than 8 layers of neurons", g =>
        {
            var sum = g.Add("many", g.Input(1), g.TimeMean("mean", new GraphValue("image", default)));
            return g.Concat("all", [.. Enumerable.Range(0, 9).Select(i => g.Neuron($"n{i}", sum, new ILif(1 + i)))]);
        });

        var builder = new GraphBuilder(new GraphInfo("x", 1, Side));
        Head(builder);
        builder.Output("image", new GraphValue("image", default));
        using var engine = new SpikeEngine(builder.Build());
        Assert.Contains(
            "no output",
            Assert.Throws<GraphException>(() => engine.Detect(new byte[1], 1, 1)).Message,
            StringComparison.Ordinal
        );

        Refused("keys of the values' size", g =>
        {
            // As many keys as values, but not in the same rows: a kernel would read beyond the values.
            var spikes = g.Neuron("n", g.Input(1), new ILif());
            return g.Add("attention", new AttentionProduct(1, 1), spikes, spikes, g.Add("flat", new Reshape(1, 1, Side * Side), spikes));
        });

        static GraphValue Head(GraphBuilder g) => g.DetectionHead("head", new DetectionHead(1, 1, [1]), g.Input(5));

        static void Refused(string sentence, Func<GraphBuilder, GraphValue> build) =>
            Assert.Contains(sentence, Assert.Throws<GraphException>(() => new SpikeEngine(Graph(build))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Windows_of_windows_of_real_numbers_are_left_to_float32()
    {
        // Every potential is a half, a boundary, and would else be computed again from 576⁴ products.
        using var engine = new SpikeEngine(
            Graph(g =>
            {
                var x = g.Input(1);
                for (var i = 0; i < 5; i++)
                    x = g.Convolution(
                        $"c{i}",
                        x,
                        new WeightTensor([64, x.Shape.Channels, 3, 3], new float[576 * x.Shape.Channels]),
                        new WeightTensor([64], Enumerable.Repeat(0.5f, 64).ToArray()),
                        padding: 1
                    );
                return g.Neuron("fires", x, new ILif());
            }),
            new EngineOptions { Mode = EngineMode.Exact }
        );
        Assert.Equal(64 * Side * Side, engine.Run(new InputTensor(1, Side, Side, new float[Side * Side]), run => run.Output("y")).Length);
    }

    [Fact]
    public void Names_that_the_engine_makes_up_give_way_to_those_of_the_graph()
    {
        using var engine = new SpikeEngine(
            Graph(g =>
            {
                var image = g.Input(1);
                var taken = g.Upsample("fires@0", image, 1);
                return g.Neuron("fires", g.Concat("cat", image, taken), new ILif());
            })
        );
        Assert.All(engine.Run(new InputTensor(1, 2, 2, [2, 2, 2, 2]), run => run.Output("y")), spikes => Assert.Equal(2, spikes));
    }

    [Fact]
    public void Small_files_cannot_fill_the_memory()
    {
        // Windows of one long row, and borders of a thousand zeros around many channels.
        using (
            var engine = new SpikeEngine(
                Graph(g => g.Convolution("wide", Fires(g, 1), Ones(1, 1, 1, 2000), padding: 1000)),
                new EngineOptions { Mode = EngineMode.Exact, Threads = 1 }
            )
        )
        {
            Assert.Equal(
                8,
                engine.Run(new InputTensor(1, Side, Side, Enumerable.Repeat(1f, Side * Side).ToArray()), run => run.Output("y")).Max()
            );
            Assert.InRange(engine.MemoryBytes, 1, 200_000_000);
        }
        using (
            var engine = new SpikeEngine(
                Graph(g => g.Convolution("deep", Many(g, 1 << 21), Ones(1 << 21, 1, 1, 1), stride: 1024, padding: 1024, groups: 1 << 21))
            )
        )
            Assert.Contains(
                "this machine has",
                Assert.Throws<GraphException>(() => engine.Run(new InputTensor(1, 1, 1, [1]), run => 0)).Message,
                StringComparison.Ordinal
            );

        // A thousand neurons, each different, behind a join of a thousand.
        var before = GC.GetAllocatedBytesForCurrentThread();
        using (
            var engine = new SpikeEngine(
                Graph(g =>
                {
                    var join = g.Concat("join", [.. Enumerable.Repeat(g.Input(1), 1000)]);
                    return g.Concat(
                        "all",
                        [.. Enumerable.Range(0, 1000).Select(i => g.Neuron($"n{i}", g.Concat($"c{i}", join), new ILif(1, i / 1000f)))]
                    );
                })
            )
        )
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200_000_000);

        static GraphValue Fires(GraphBuilder g, int channels) => g.Neuron("fires", g.Input(channels), new ILif());

        static GraphValue Many(GraphBuilder g, int channels)
        {
            var x = Fires(g, 1);
            for (var i = 0; x.Shape.Channels < channels; i++)
                x = g.Concat($"twice{i}", x, x);
            return x;
        }

        static WeightTensor Ones(params int[] shape) => new(shape, Enumerable.Repeat(1f, shape.Aggregate((a, b) => a * b)).ToArray());
    }

    [Fact]
    public void A_graph_of_as_many_nodes_as_are_allowed_is_ready_in_seconds()
    {
        using var engine = new SpikeEngine(
            Graph(g =>
            {
                var x = g.Input(1);
                for (var i = 2; i < SpikeGraph.MaxNodes; i++)
                    x = g.Upsample($"u{i}", x, 1);
                return x;
            }),
            new EngineOptions { Threads = 1 }
        );
        Assert.Equal([5], engine.Run(new InputTensor(1, 1, 1, [5]), run => run.Output("y")));
    }

    private static SpikeGraph Graph(Func<GraphBuilder, GraphValue> build)
    {
        var builder = new GraphBuilder(new GraphInfo("x", 1, Side));
        builder.Output("y", build(builder));
        return builder.Build();
    }

    /// <summary>Loads and runs a file; false when it is valid but asks for more work than this test may take.</summary>
    private static bool Run(string path, Random random)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        var options = new EngineOptions
        {
            Mode = (EngineMode)random.Next(3),
            SpikesOnly = random.Next(2) == 0,
            KeepValues = random.Next(4) == 0,
            Threads = 1,
        };
        using var engine = SpikeEngine.Load(path, options);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        var input = engine.Graph.Nodes.Select(node => node.Operation).OfType<Input>().First();
        if (Work(engine.Graph, Side) > MostWork)
            return false;
        engine.Run(
            new InputTensor(
                input.Channels,
                Side,
                Side,
                [.. Enumerable.Range(0, input.Channels * Side * Side).Select(_ => random.NextSingle())]
            ),
            run =>
            {
                foreach (var output in engine.Graph.Outputs)
                    run.Output(output.Name);
                return 0;
            }
        );
        if (engine.Names.Count > 0 && Work(engine.Graph, 64) < MostWork)
            engine.Detect(new byte[3 * 10 * 6], 10, 6, new DetectOptions { ImageSize = Side });
        return true;
    }

    /// <summary>Numbers that are computed for an image of that side, and multiplications.</summary>
    private static double Work(SpikeGraph graph, int side)
    {
        var shapes = graph.InferShapes(side, side);
        double work = 0;
        foreach (var node in graph.Nodes)
        {
            var shape = shapes[node.Name];
            var perPixel = node.Operation switch
            {
                Convolution c => c.Weights.Sum(weight => (double)weight.Tensor.Values.Length) + 4.0 * c.Padding * c.Padding,
                MaxPool pool => (double)shape.Channels * pool.Kernel * pool.Kernel,
                _ => shape.Channels,
            };
            work += shape.Plane * perPixel * graph.Info.TimeSteps;
        }
        return work;
    }

    private static bool IsOneSentence(string message) =>
        message.Length > 0 && !message.Contains('\n', StringComparison.Ordinal) && !message.Contains(". ", StringComparison.Ordinal);
}
