using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Conversion.Tests;

/// <summary>
/// Small ordinary networks with round weights, so that every sum is exact: residuals, joins, any pooling, activations before and behind.
/// </summary>
internal static class RandomSource
{
    internal static SpikeGraph Make(int seed)
    {
        var random = new Random(seed);
        int names = 0,
            side = random.Next(8, 14);
        var g = new GraphBuilder(new GraphInfo("ann", 1, side));
        var x = Relu(Convolution(g.Input(2), random.Next(2, 8), 3));
        for (var block = 0; block < 3; block++)
        {
            x = random.Next(5) switch
            {
                0 => Relu(g.Add(Name("add"), x, Convolution(Relu(Convolution(x, random.Next(2, 8), 1)), x.Shape.Channels, 3))),
                1 => g.Add(Name("pool"), new MaxPool(new PoolingWindow(3, 2, random.Next(1, 3), 1, 1, 1, 1, 0)), x),
                // The activation stands behind pooling and join: it has to be moved in front of them.
                2 => Relu(Pyramid(Convolution(x, random.Next(2, 6), 1))),
                3 => g.Upsample(Name("up"), x, 2),
                _ => Relu(Convolution(x, random.Next(2, 10), 3)),
            };
        }
        g.Output("y", Convolution(x, random.Next(2, 6), 1));
        return g.Build();

        GraphValue Pyramid(GraphValue v)
        {
            var once = g.MaxPool(Name("pool"), v, 3, 1, 1);
            return g.Concat(Name("join"), v, once, g.MaxPool(Name("pool"), once, 3, 1, 1));
        }

        GraphValue Convolution(GraphValue v, int outputs, int kernel) =>
            g.Convolution(
                Name("conv"),
                v,
                Numbers(v.Shape.Channels * kernel * kernel, outputs, v.Shape.Channels, kernel, kernel),
                random.Next(2) == 0 ? null : Numbers(4, outputs),
                padding: kernel / 2
            );

        WeightTensor Numbers(int fanIn, params int[] shape)
        {
            var values = new float[shape.Aggregate(1, (a, b) => a * b)];
            for (var i = 0; i < values.Length; i++)
                values[i] = (float)Math.Round((random.NextDouble() * 2 - 0.9) * 32 / Math.Sqrt(fanIn)) / 16;
            return new WeightTensor(shape, values);
        }

        GraphValue Relu(GraphValue v) => g.Neuron(Name("relu"), v, new Relu());

        string Name(string what) => $"{what}{names++}";
    }

    internal static InputTensor Image(SpikeGraph graph, int seed)
    {
        var random = new Random(seed);
        var side = graph.Info.ImageSize;
        return new InputTensor(2, side, side, [.. Enumerable.Range(0, 2 * side * side).Select(_ => random.Next(17) / 16f)]);
    }
}
