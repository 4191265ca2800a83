using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests;

/// <summary>Small graphs, weights and images for the tests.</summary>
internal static class Graphs
{
    public static GraphInfo Info(int timeSteps = 1, int size = 8) => new("test", timeSteps, size);

    public static WeightTensor Weight(float[] values, params int[] shape) => new(shape, values);

    public static WeightTensor Random(Random random, params int[] shape) => Random(random, 1, shape);

    /// <summary>Uniform in ±scale; every other call in steps of 1/16, so that sums are exact and hit ties.</summary>
    public static WeightTensor Random(Random random, double scale, params int[] shape)
    {
        var dyadic = random.Next(2) == 0;
        var values = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (var i = 0; i < values.Length; i++)
        {
            var value = (random.NextDouble() * 2 - 1) * scale;
            values[i] = (float)(dyadic ? Math.Round(value * 16) / 16 : value);
        }
        return new WeightTensor(shape, values);
    }

    public static InputTensor Image(Random random, int channels, int height, int width)
    {
        var values = new float[channels * height * width];
        for (var i = 0; i < values.Length; i++)
            values[i] = random.Next(256) / 255f;
        return new InputTensor(channels, height, width, values);
    }

    public static InputTensor Image(int height, int width, params float[] values) =>
        new(values.Length / (height * width), height, width, values);

    /// <summary>One operation on one image: its output.</summary>
    public static ValueTensor Run(InputTensor image, int timeSteps, Func<GraphBuilder, GraphValue, GraphValue> build)
    {
        var g = new GraphBuilder(Info(timeSteps, Math.Max(image.Height, image.Width)));
        g.Output("y", build(g, g.Input(image.Channels)));
        return new ReferenceInterpreter(g.Build()).Run(image).Outputs["y"];
    }

    /// <summary>A segmenter by queries: samples at offsets, attention, masks, classes.</summary>
    public static SpikeGraph Queries()
    {
        var random = new Random(2);
        var g = new GraphBuilder(Info());
        var image = g.Input(3);
        var x = g.Convolution(
            "stem",
            g.Add("normalised", new Affine(Random(random, 3), Random(random, 3)), image),
            Random(random, 4, 3, 3, 3),
            stride: 2,
            padding: 1
        );
        var s = g.Neuron("spikes", x, new ILif(4));
        var weights = g.Neuron("sampled", g.Convolution("weights", s, Random(random, 2.0, 18, 4, 1, 1)), new ILif(4));
        var values = g.Convolution("values", s, Random(random, 4, 4, 1, 1));
        var samples = g.Add(
            "samples",
            new DeformableSampling(2, 3, 0.25f),
            values,
            g.Convolution("offsets", s, Random(random, 36, 4, 1, 1)),
            weights
        );
        var keys = g.Neuron("keys", g.Add("positioned", samples, g.Add("positions", new SinePositions(), samples)), new ILif(4));
        var queries = g.Neuron("query", g.Add("queries", new Constant(Random(random, 4.0, 4, 1, 3))), new ILif(4));
        queries = g.Neuron("seen", g.Add("attention", new AttentionProduct(2, 0.5f), queries, keys, s), new ILif(4));
        var classes = g.Convolution("classes", queries, Random(random, 3, 4, 1, 1));
        var masks = g.Add("masks", new MaskProduct(0.25f), queries, g.Add("larger", new ResizeLike(), values, image));
        g.Output("y", g.Add("semantic", new SemanticHead(), g.TimeMean("class mean", classes), g.TimeMean("mask mean", masks), image));
        return g.Build();
    }

    /// <summary>image → conv 3×3 → neuron → conv 1×1 with bias → neuron → mean over time: every part of a file.</summary>
    public static SpikeGraph Small(int timeSteps = 2, int seed = 1)
    {
        var random = new Random(seed);
        var g = new GraphBuilder(
            Info(timeSteps) with
            {
                ClassNames = ["cat", "\"dog\" ü"],
                Strides = [8, 16],
                Metadata = new Dictionary<string, string> { ["b"] = "2", ["a"] = "1" },
            }
        );
        var x = g.Convolution("model.1", g.Input(3), Random(random, 4, 3, 3, 3), stride: 2, padding: 1);
        var s = g.Neuron("model.2.lif", x, new ILif(4));
        var y = g.Convolution("model.2.conv", s, Random(random, 4, 4, 1, 1), Random(random, 4));
        y = g.Add("model.2", x, y);
        var pooled = g.MaxPool("model.3.pool", g.Neuron("model.3.lif", y, new Lif()), 3, 1, 1);
        y = g.Convolution(
            "model.3.conv",
            g.Upsample("model.3.up", g.Concat("model.3.cat", pooled, pooled), 2),
            Random(random, 8, 1, 3, 3),
            groups: 8,
            padding: 1
        );
        g.Output("y", g.TimeMean("mean", y));
        return g.Build();
    }

    /// <summary>A random network with all shapes of convolution, residuals, joins and pools, before neurons and behind them.</summary>
    public static SpikeGraph Network(int seed, int timeSteps, Func<Neuron> neuron)
    {
        var random = new Random(seed);
        var size = random.Next(9, 16);
        var g = new GraphBuilder(Info(timeSteps, size));
        var channels = random.Next(1, 5);
        var x = g.Convolution(
            "first",
            g.Input(3),
            Random(random, channels, 3, 3, 3),
            Random(random, channels),
            random.Next(1, 3),
            random.Next(0, 3)
        );
        var membrane = x;
        for (var block = 0; block < 4; block++)
        {
            var name = $"b{block}";
            if (random.Next(3) == 0)
                membrane = g.MaxPool(name + ".pool", membrane, 3, random.Next(1, 3), 1);
            var spikes = g.Neuron(name + ".lif", membrane, neuron());
            if (random.Next(4) == 0)
                spikes = g.MaxPool(name + ".spool", spikes, 5, 1, 2);
            if (random.Next(4) == 0)
                spikes = g.Concat(name + ".scat", spikes, spikes);
            if (spikes.Shape.Height < 6 && random.Next(2) == 0)
                spikes = g.Upsample(name + ".up", spikes, 2);
            int inputs = spikes.Shape.Channels,
                groups = random.Next(2) == 0 ? inputs : 1,
                outputs = groups * random.Next(1, 4);
            int kernel = random.Next(1, 4),
                stride = random.Next(1, 4),
                padding = random.Next(0, 3);
            var next = g.Convolution(
                name + ".conv",
                spikes,
                Random(random, 1.5, outputs, inputs / groups, kernel, kernel + random.Next(2)),
                random.Next(2) == 0 ? Random(random, outputs) : null,
                stride,
                padding + 1,
                groups
            );
            if (next.Shape with { Timed = membrane.Shape.Timed } == membrane.Shape)
                next = g.Add(name + ".add", membrane, next);
            else if ((next.Shape.Height, next.Shape.Width) == (membrane.Shape.Height, membrane.Shape.Width))
                next = g.Concat(name + ".cat", membrane, next);
            membrane = next;
        }
        g.Output("y", g.TimeMean("mean", membrane));
        g.Output("membrane", membrane);
        return g.Build();
    }
}
