using SpikeSharp.Engine.Detection;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Engine.Tests;

/// <summary>The trained network of bench/weights: densities, weights and depths of real use.</summary>
public sealed class TrainedNetworkTests
{
    private static readonly SpikeGraph Graph = GraphFile.Load(
        Path.Combine(TestData.Repository, "bench", "weights", "bccd-p.spk.safetensors")
    );

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Exact_layers_are_within_1e4_on_equal_inputs_and_all_spikes_are_equal_end_to_end(bool spikesOnly)
    {
        var image = Cells(160, 160);
        using var engine = new SpikeEngine(
            Graph,
            new EngineOptions
            {
                Mode = EngineMode.Exact,
                KeepValues = true,
                SpikesOnly = spikesOnly,
            }
        );
        var values = engine.Run(image, run => run.All());
        var spikes = Graph
            .Nodes.Where(node => node.Operation is Neuron)
            .ToDictionary(node => node.Name, node => Array.ConvertAll(values[node.Name], s => (byte)s));

        // Equal inputs: the interpreter goes on with the engine's spikes.
        var compared = 0;
        new ReferenceInterpreter(Graph).Run(
            image,
            evaluation =>
            {
                if (evaluation.Node.Operation is Neuron || !values.TryGetValue(evaluation.Node.Name, out var actual))
                    return;
                var expected = evaluation.Output.ToFloats();
                var largest = Math.Max(1, expected.Max(Math.Abs));
                for (var i = 0; i < expected.Length; i++)
                    Assert.True(Math.Abs(expected[i] - actual[i]) <= 1e-4f * largest, evaluation.Node.Name);
                compared++;
            },
            spikes
        );
        Assert.True(compared > 80);

        // End to end: each goes its own way.
        long equal = 0,
            all = 0;
        new ReferenceInterpreter(Graph).Run(image, evaluation =>
        {
            if (evaluation.Node.Operation is not Neuron)
                return;
            var actual = spikes[evaluation.Node.Name];
            for (var i = 0; i < actual.Length; i++)
                equal += evaluation.Output.Spikes[i] == actual[i] ? 1 : 0;
            all += actual.Length;
        });
        Assert.True(equal == all, $"{equal} of {all} spikes are equal");
    }

    [Fact]
    public void Whole_numbers_and_binary_virtual_time_steps_fire_alike_in_every_layer()
    {
        var image = Cells(160, 128);
        Dictionary<string, float[]> All(EngineMode mode)
        {
            using var engine = new SpikeEngine(
                Graph,
                new EngineOptions
                {
                    Mode = mode,
                    KeepValues = true,
                    SpikesOnly = true,
                }
            );
            return engine.Run(image, run => run.All());
        }
        var (integer, binary) = (All(EngineMode.Int8), All(EngineMode.Binary));
        Assert.Equal(integer.Count, binary.Count);
        foreach (var (name, values) in integer)
            Assert.True(values.AsSpan().SequenceEqual(binary[name]), name);
    }

    [Fact]
    public void Every_layer_of_neurons_fires_as_often_as_in_the_interpreter_under_its_own_name()
    {
        var pixels = new byte[3 * 96 * 96];
        for (var i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(128 + 100 * Math.Sin(i / 50.0) * Math.Cos(i / 3.0 / 96 / 9));
        using var engine = new SpikeEngine(Graph, new EngineOptions { Mode = EngineMode.Exact });
        var rates = engine
            .Detect(pixels, 96, 96, new DetectOptions { ImageSize = 96, FiringRates = true })
            .FiringRates.ToDictionary(layer => layer.Layer, layer => layer.Mean);
        var compared = 0;
        new ReferenceInterpreter(Graph).Run(
            new InputTensor(
                3,
                96,
                96,
                [.. Enumerable.Range(0, pixels.Length).Select(i => pixels[i % (96 * 96) * 3 + i / (96 * 96)] / 255f)]
            ),
            evaluation =>
            {
                if (evaluation.Node.Operation is not Neuron)
                    return;
                Assert.Equal(evaluation.Output.ToFloats().Average(), rates[evaluation.Node.Name], 3);
                compared++;
            }
        );
        Assert.Equal(rates.Count, compared);
    }

    /// <summary>Purple and red discs on pink: not cells, but no noise either.</summary>
    private static InputTensor Cells(int height, int width)
    {
        var random = new Random(1);
        var values = new float[3 * height * width];
        for (var i = 0; i < values.Length; i++)
            values[i] = 0.85f + 0.05f * random.NextSingle();
        for (var disc = 0; disc < 12; disc++)
        {
            double cx = random.Next(width),
                cy = random.Next(height),
                radius = random.Next(5, 22);
            float[] colour = disc % 4 == 0 ? [0.45f, 0.3f, 0.6f] : [0.8f, 0.55f, 0.6f];
            for (var y = 0; y < height; y++)
            {
                for (var x = 0; x < width; x++)
                {
                    if ((x - cx) * (x - cx) + (y - cy) * (y - cy) > radius * radius)
                        continue;
                    for (var c = 0; c < 3; c++)
                        values[(c * height + y) * width + x] = colour[c] + 0.05f * random.NextSingle();
                }
            }
        }
        return new InputTensor(3, height, width, values);
    }
}
