using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Engine.Tests;

/// <summary>Small converted networks of every shape: calibrations, pooling over time, joins, residuals, borders. All numbers are so round
/// that float32 holds every sum, in whatever order it is made.</summary>
internal static class BurstGraphs
{
    internal static SpikeGraph Make(int seed, bool signed = true)
    {
        var random = new Random(seed);
        return new Builder(
            random,
            timeSteps: random.Next(3) switch
            {
                0 => 8,
                1 => 12,
                _ => 16,
            },
            side: random.Next(8, 18),
            signed
        ).Make();
    }

    internal static InputTensor Image(SpikeGraph graph, int seed)
    {
        var random = new Random(seed);
        var side = graph.Info.ImageSize;
        var values = new float[3 * side * side];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.Next(17) / 16f;
        return new InputTensor(3, side, side, values);
    }

    private sealed class Builder(Random random, int timeSteps, int side, bool signed)
    {
        private readonly GraphBuilder _g = new(new GraphInfo("burst", timeSteps, side));
        private int _names;

        internal SpikeGraph Make()
        {
            var x = Fire(Convolution(_g.Input(3), random.Next(1, 40), 3, 1));
            for (var block = 0; block < 4; block++)
            {
                x = random.Next(7) switch
                {
                    0 => Residual(x),
                    1 => Pooled(x),
                    2 => Joined(x),
                    3 => Moved(x),
                    4 => Fire(Convolution(x, x.Shape.Channels, 5, x.Shape.Channels)),
                    5 => Averaged(x),
                    _ => Fire(Convolution(x, random.Next(1, 70), random.Next(2) == 0 ? 1 : 3, 1)),
                };
            }
            var last = Convolution(x, random.Next(1, 20), 1, 1);
            _g.Output("mean", _g.TimeMean(Name("mean"), last));
            _g.Output("rates", _g.TimeMean(Name("rates"), x));
            return _g.Build();
        }

        private GraphValue Residual(GraphValue x)
        {
            var scaled = Convolution(x, x.Shape.Channels, 1, x.Shape.Channels);
            return Fire(_g.Add(Name("add"), scaled, Convolution(Fire(Convolution(x, random.Next(1, 30), 1, 1)), x.Shape.Channels, 3, 1)));
        }

        private GraphValue Pooled(GraphValue x)
        {
            int kernel = random.Next(2, 4),
                stride = Math.Min(x.Shape.Height, x.Shape.Width) > 6 ? random.Next(1, 3) : 1;
            var pool = new MaxPool(
                new PoolingWindow(kernel, kernel, stride, stride, kernel / 2, 0, kernel / 2, kernel / 2, Ceil: random.Next(2) == 0)
            )
            {
                OverTime = random.Next(4) == 0 ? PoolingOverTime.Instantaneous : PoolingOverTime.Lossless,
            };
            if (random.Next(8) == 0)
                pool = pool with { Window = PoolingWindow.Whole };
            return _g.Add(Name("pool"), pool, x);
        }

        private GraphValue Joined(GraphValue x) => _g.Concat(Name("join"), x, Fire(Convolution(x, random.Next(1, 30), 3, 1)));

        private GraphValue Moved(GraphValue x) =>
            random.Next(4) switch
            {
                0 => _g.Upsample(Name("up"), x, 2),
                1 => _g.Add(Name("pad"), new Pad(1, 0, 2, 1), x),
                2 => _g.Add(Name("slice"), new Slice(Axis.Height, 0, int.MaxValue, 2), x),
                _ => _g.Add(Name("gather"), new Gather(Axis.Channels, [.. Enumerable.Range(0, x.Shape.Channels).Reverse()]), x),
            };

        // A quarter of four spikes is round; what is beyond spikes goes on as numbers.
        private GraphValue Averaged(GraphValue x) =>
            Math.Min(x.Shape.Height, x.Shape.Width) < 4
                ? x
                : Fire(
                    Convolution(
                        _g.Add(Name("average"), new AveragePool(PoolingWindow.Square(2, 2, 0), CountsPadding: true), x),
                        random.Next(1, 20),
                        1,
                        1
                    )
                );

        private GraphValue Convolution(GraphValue x, int outputs, int kernel, int groups)
        {
            int inputs = x.Shape.Channels / groups,
                dilation = kernel == 3 && random.Next(5) == 0 && Math.Min(x.Shape.Height, x.Shape.Width) > 5 ? 2 : 1;
            var weight = new WeightTensor(
                [outputs, inputs, kernel, kernel],
                Numbers(outputs * inputs * kernel * kernel, Math.Sqrt(inputs * kernel * kernel))
            );
            return _g.Add(
                Name("conv"),
                new Convolution(
                    weight,
                    random.Next(3) == 0 ? null : new WeightTensor([outputs], Numbers(outputs, 4)),
                    Padding: kernel / 2 * dilation,
                    Groups: groups
                )
                {
                    Dilation = dilation,
                },
                x
            );
        }

        private GraphValue Fire(GraphValue x)
        {
            var p = random.Next(signed ? 6 : 1) switch
            {
                1 => new BurstIfParameters(random.Next(1, 6), 0.5, SpikeCalibration.Signed),
                2 => new BurstIfParameters(
                    random.Next(1, 6),
                    0,
                    SpikeCalibration.Corrected,
                    random.Next(4),
                    RestoresMembrane: random.Next(2) == 0
                ),
                3 => new BurstIfParameters(random.Next(1, 6), 0, SpikeCalibration.Published, random.Next(4)),
                4 => new BurstIfParameters(random.Next(1, 6), NegativeSlope: 0.125),
                5 => new BurstIfParameters(1, ResetsToZero: true),
                _ => new BurstIfParameters(random.Next(1, 6), random.Next(2) * 0.5),
            };
            var scales = random.Next(2) == 0 ? 1 : x.Shape.Channels;
            return _g.Neuron(
                Name("fire"),
                x,
                new BurstIf(p, new WeightTensor([scales], [.. Enumerable.Range(0, scales).Select(_ => MathF.Pow(2, random.Next(-1, 2)))]))
            );
        }

        private float[] Numbers(int count, double spread) =>
            [.. Enumerable.Range(0, count).Select(_ => (float)Math.Round((random.NextDouble() * 2 - 0.9) * 32 / spread) / 16)];

        private string Name(string what) => $"{what}{_names++}";
    }
}
