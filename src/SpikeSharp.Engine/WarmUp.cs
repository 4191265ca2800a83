using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine;

/// <summary>Lets the JIT compiler work on the engine's code while a file is read: a small network of all that detectors are made of runs on
/// another core, once a process and arithmetic.</summary>
internal static class WarmUp
{
    private const int Side = 32;

    private static int _done;

    /// <summary>Begins, unless it was done before or there is no other core.</summary>
    internal static void Begin(EngineOptions options)
    {
        var bit = 1 << (int)options.Mode;
        if (Environment.ProcessorCount > 1 && (Interlocked.Or(ref _done, bit) & bit) == 0)
            _ = Task.Run(() => Run(options));
    }

    private static void Run(EngineOptions options)
    {
        using var engine = new SpikeEngine(Network(), options with { Threads = 1, KeepValues = false });
        engine.Detect(new byte[3 * Side * Side], Side, Side);
    }

    /// <summary>
    /// Convolutions of one to four quarters of a block, factors, a depthwise filter, residual, join, pooling, upsampling, head.
    /// </summary>
    internal static SpikeGraph Network()
    {
        var g = new GraphBuilder(new GraphInfo("warm-up", 1, Side) { Strides = [4] });
        var x = g.Convolution("stem", g.Input(3), Ones(32, 3, 3, 3), stride: 2, padding: 1);
        foreach (var channels in (int[])[32, 64, 96, 128])
        {
            x = g.Convolution($"conv{channels}", Fire(x), Ones(channels, x.Shape.Channels, 3, 3), padding: 1);
            var depthwise = g.Convolution($"depthwise{channels}", Fire(x), Ones(channels, 1, 7, 7), padding: 3, groups: channels);
            x = g.Add(
                $"sum{channels}",
                x,
                g.Add(
                    $"rep{channels}",
                    new Convolution(Ones(channels, channels, 3, 3), Padding: 1)
                    {
                        Factors =
                        [
                            new(Ones(channels, channels, 1, 1), Padding: 1),
                            new(Ones(channels, 1, 3, 3), Groups: channels),
                            new(Ones(channels, channels, 1, 1)),
                        ],
                    },
                    Fire(depthwise)
                )
            );
        }
        var pooled = g.MaxPool("pool", Fire(x), 5, 1, 2);
        var small = g.MaxPool("small", x, 2, 2, 0);
        var joined = g.Concat("join", pooled, Fire(g.Upsample("up", small, 2)));
        var maps = g.Convolution(
            "maps",
            Fire(g.Convolution("last", joined, Ones(32, 256, 3, 3), stride: 2, padding: 1)),
            Ones(4 * 16 + 1, 32, 1, 1)
        );
        g.Output("y", g.DetectionHead("head", new DetectionHead(16, 1, [4]), g.TimeMean("mean", maps)));
        return g.Build();

        GraphValue Fire(GraphValue value) => g.Neuron($"{value.Name}.lif", value, new ILif());

        static WeightTensor Ones(params int[] shape)
        {
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            Array.Fill(values, 0.01f);
            return new WeightTensor(shape, values);
        }
    }
}
