using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests;

/// <summary>What an engine promises besides the right numbers.</summary>
public sealed class EnginePromiseTests
{
    [Fact]
    public void Many_threads_on_one_engine_get_the_bytes_of_one()
    {
        var graph = RandomGraphs.Make(7);
        using var engine = new SpikeEngine(graph, new EngineOptions { Threads = 2 });
        var images = Enumerable.Range(0, 20).Select(seed => RandomGraphs.Image(graph, seed)).ToArray();
        var expected = images.Select(image => engine.Run(image, run => run.Output("mean"))).ToArray();
        var wrong = 0;
        var threads = Enumerable
            .Range(0, 16)
            .Select(thread => new Thread(() =>
            {
                for (var i = 0; i < 500; i++)
                {
                    var which = (i + thread) % images.Length;
                    if (!engine.Run(images[which], run => run.Output("mean")).AsSpan().SequenceEqual(expected[which]))
                        Interlocked.Increment(ref wrong);
                }
            }))
            .ToArray();
        foreach (var thread in threads)
            thread.Start();
        foreach (var thread in threads)
            thread.Join();
        Assert.Equal(0, wrong);
    }

    [Fact]
    public void A_run_allocates_nothing_once_the_memory_is_there()
    {
        foreach (var mode in Enum.GetValues<EngineMode>())
        {
            var graph = RandomGraphs.Make(9);
            using var engine = new SpikeEngine(graph, new EngineOptions { Threads = 1, Mode = mode });
            var image = RandomGraphs.Image(graph, 1);
            Func<EngineValues, int> nothing = static _ => 0;
            for (var i = 0; i < 50; i++)
                engine.Run(image, nothing);
            long memory = engine.MemoryBytes,
                before = GC.GetAllocatedBytesForCurrentThread();
            for (var i = 0; i < 200; i++)
                engine.Run(image, nothing);
            Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
            Assert.Equal(memory, engine.MemoryBytes);
        }
    }

    [Fact]
    public void A_cancelled_run_says_so_and_the_next_one_is_right()
    {
        var graph = RandomGraphs.Make(3);
        using var engine = new SpikeEngine(graph);
        var image = RandomGraphs.Image(graph, 1);
        var expected = engine.Run(image, run => run.Output("mean"));
        Assert.Throws<OperationCanceledException>(() => engine.Run(image, run => 0, new CancellationToken(canceled: true)));
        Assert.Equal(expected, engine.Run(image, run => run.Output("mean")));
    }

    [Fact]
    public void A_chain_of_joins_of_any_length_and_joins_of_themselves_are_run()
    {
        var g = new GraphBuilder(new GraphInfo("chain", 1, 4));
        var x = g.Input(1);
        for (var i = 0; i < 2000; i++)
            x = g.Concat($"one{i}", x);
        for (var i = 0; i < 12; i++)
            x = g.Concat($"twice{i}", x, x);
        g.Output("y", g.Neuron("neuron", x, new ILif()));
        using var engine = new SpikeEngine(g.Build(), new EngineOptions { Threads = 1 });
        var spikes = engine.Run(new InputTensor(1, 4, 4, [.. Enumerable.Range(0, 16).Select(i => (float)i)]), run => run.Output("y"));
        Assert.Equal(Enumerable.Range(0, 4096 * 16).Select(i => Math.Min(4f, i % 16)), spikes);
    }

    [Fact]
    public void What_an_engine_cannot_take_gets_a_sentence()
    {
        var graph = RandomGraphs.Make(2);
        using var engine = new SpikeEngine(graph);
        using var detector = new SpikeEngine(WarmUp.Network());
        Assert.Contains(
            "channels",
            Assert.Throws<GraphException>(() => engine.Run(new InputTensor(1, 32, 32, new float[1024]), run => 0)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "detection head",
            Assert.Throws<GraphException>(() => engine.Detect(new byte[3 * 32 * 32], 32, 32)).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "not a picture",
            Assert.Throws<ArgumentException>(() => detector.Detect(new byte[5], 32, 32)).Message,
            StringComparison.Ordinal
        );
        Assert.Throws<ArgumentOutOfRangeException>(() => new SpikeEngine(graph, new EngineOptions { Threads = 0 }));
    }

    [Fact]
    public void What_runs_to_warm_up_runs_in_every_arithmetic()
    {
        foreach (var mode in Enum.GetValues<EngineMode>())
        {
            using var engine = new SpikeEngine(WarmUp.Network(), new EngineOptions { Mode = mode, Threads = 1 });
            Assert.Equal(32, engine.Detect(new byte[3 * 32 * 32], 32, 32).Width);
        }
    }
}
