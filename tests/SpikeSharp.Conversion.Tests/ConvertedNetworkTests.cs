using SpikeSharp.Engine;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;

namespace SpikeSharp.Conversion.Tests;

public sealed class ConvertedNetworkTests
{
    // 8.1, on networks with every way that a value can go; round numbers, so that "equal" can be meant.
    [Fact]
    public void T_steps_of_exact_neurons_are_one_pass_of_the_quantised_network()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var (ann, image) = (new SourceNetwork(RandomSource.Make(seed)), RandomSource.Image(RandomSource.Make(seed), seed));
            var scales = ann.Neurons.ToDictionary(name => name, _ => new[] { 0.5f });
            foreach (var t in (int[])[1, 2, 8])
            {
                var spiking = ConvertedNetwork.Of(ann, null, ConversionOptions.Exact(t) with { GivenScales = scales }).Graph;
                var expected = new ReferenceInterpreter(QuantisedTwin.Of(ann, scales, t)).Run(image).Outputs["y"].ToFloats();
                Assert.Equal(expected, new ReferenceInterpreter(spiking).Run(image).Outputs["y"].ToFloats());
                using var engine = new SpikeEngine(spiking, new EngineOptions { Mode = EngineMode.Exact, Threads = 1 });
                Assert.Equal(expected, engine.Run(image, run => run.Output("y")));
            }
        }
    }

    [Fact]
    public void The_error_of_a_network_without_clipping_falls_with_T()
    {
        for (var seed = 0; seed < 6; seed++)
        {
            var ann = new SourceNetwork(RandomSource.Make(seed));
            var images = Enumerable.Range(0, 3).Select(i => RandomSource.Image(ann.Graph, i)).ToArray();
            var statistics = ActivationStatistics.Measure(ann, images);
            foreach (var options in (ConversionOptions[])[ConversionOptions.Usual(256), ConversionOptions.Exact(256)])
            {
                var converted = ConvertedNetwork.Of(ann, statistics, options with { Percentile = 1 });
                var errors = ConversionErrors.Measure(ann, converted.Graph, images, threads: 1);
                var error = errors.OutputErrors["y"];
                Assert.Equal([4, 8, 16, 32, 64, 128, 256], errors.Steps);
                Assert.True(error[^1] < 0.06 && error[^1] < error[0] / 6, $"network {seed}: {string.Join(" ", error)}");
            }
        }
    }

    [Fact]
    public void A_rectifier_behind_another_still_cuts()
    {
        foreach (
            var (first, second) in ((Neuron, Neuron)[])[(new Relu(), new Relu(0) with { Ceiling = 0.2f }), (new Relu(0.5f), new Relu())]
        )
        {
            var g = Builder();
            g.Output("y", Conv(g, "out", g.Neuron("second", g.Neuron("first", Conv(g, "stem", g.Input(2)), first), second)));
            var ann = new SourceNetwork(g.Build());
            InputTensor[] images = [RandomSource.Image(ann.Graph, 1), RandomSource.Image(ann.Graph, 2)];
            var options = ConversionOptions.Exact(64) with { Percentile = 1, SignedNeurons = true };
            var converted = ConvertedNetwork.Of(ann, ActivationStatistics.Measure(ann, images), options);
            Assert.True(ConversionErrors.Measure(ann, converted.Graph, images, threads: 1).OutputErrors["y"][^1] < 0.05);
        }
    }

    [Fact]
    public void Every_offender_is_named_at_once()
    {
        var g = Builder();
        var x = g.Add(
            "silu",
            new Activation(ActivationKind.SiLU),
            Conv(g, "a", g.Neuron("first", Conv(g, "stem", g.Input(2)), new Relu()))
        );
        x = g.Add("gate", new Combine(CombineKind.Multiply), x, g.Add("sigmoid", new Activation(ActivationKind.Sigmoid), Conv(g, "e", x)));
        x = g.Neuron("leaky", Conv(g, "b", x), new Relu(0.1f));
        x = g.Neuron("odd", Conv(g, "c", x), new Relu(-0.5f));
        g.Output("y", Conv(g, "d", x));
        var refused = Assert.Throws<ConversionException>(() =>
            ConvertedNetwork.Of(new SourceNetwork(g.Build()), null, new ConversionOptions())
        );
        Assert.Equal(
            [("E1", "silu"), ("E1", "sigmoid"), ("E1", "gate"), ("E2", "leaky"), ("E2", "odd")],
            refused.Problems.Select(p => (p.Code, p.Node))
        );
        Assert.Equal(
            "E1: Node 'silu' (SiLU) is not convertible: rate-coded spikes can only pass through linear operations, ReLU-type activations "
                + "and pooling. Replace it by Relu and fine-tune the network before converting.",
            refused.Problems[0].ToString()
        );
        Assert.EndsWith("Only allowed after the last weight layer.", refused.Problems[1].Text);
        Assert.EndsWith("Squeeze-excitation and attention are not supported.", refused.Problems[2].Text);
        Assert.Equal(
            "E2: Activation 'leaky' (LeakyRelu, slope 0.1) has no spiking equivalent with the current options. Enable SignedNeurons for "
                + "LeakyRelu / use Clip with min = 0.",
            refused.Problems[3].ToString()
        );
        Assert.Contains("silu", refused.Message);
        Assert.Contains("odd", refused.Message);
    }

    [Fact]
    public void A_sigmoid_that_multiplies_its_own_input_is_told_as_an_activation()
    {
        var g = Builder();
        var x = Conv(g, "b", g.Neuron("first", Conv(g, "a", g.Input(2)), new Relu()));
        g.Output(
            "y",
            Conv(g, "c", g.Add("times", new Combine(CombineKind.Multiply), x, g.Add("sigmoid", new Activation(ActivationKind.Sigmoid), x)))
        );
        var problems = new SourceNetwork(g.Build()).Problems();
        Assert.Equal(["sigmoid", "times"], problems.Select(p => p.Node));
        Assert.All(problems, p => Assert.EndsWith("Replace it by Relu and fine-tune the network before converting.", p.Text));
    }

    // A shortcut around convolutions that are activated already, as YOLOv8 has it: the sum goes into weights.
    [Fact]
    public void Spikes_that_are_added_before_weights_share_their_value_and_stay_spikes()
    {
        var g = Builder();
        var x = g.Neuron("one", Conv(g, "a", g.Input(2)), new Relu());
        var y = g.Add("sum", x, g.Neuron("two", Conv(g, "b", x), new Relu()));
        y = g.Add("sum2", y, g.Neuron("three", Conv(g, "c", y), new Relu()));
        g.Output("y", Conv(g, "d", g.Concat("join", x, y)));
        var ann = new SourceNetwork(g.Build());
        var images = Enumerable.Range(0, 3).Select(i => RandomSource.Image(ann.Graph, i)).ToArray();
        foreach (var options in (ConversionOptions[])[ConversionOptions.Usual(256), ConversionOptions.Exact(256)])
        {
            var converted = ConvertedNetwork.Of(
                ann,
                ActivationStatistics.Measure(ann, images),
                options with
                {
                    Percentile = 1,
                    Scales = ScaleMode.Channel,
                }
            );
            Assert.Single(converted.Layers.Select(layer => Assert.Single(layer.Scale)).Distinct());
            Assert.True(((Add)converted.Graph.Node("sum2").Operation).OfSpikes);
            Assert.True(SpikeDrivenCheck.Run(converted.Graph).IsSpikeDriven);
            Assert.InRange(ConversionErrors.Measure(ann, converted.Graph, images, 1).OutputErrors["y"][^1], 0, 0.05);
            using var engine = new SpikeEngine(
                converted.Graph,
                new EngineOptions
                {
                    Mode = EngineMode.Exact,
                    Threads = 1,
                    KeepValues = true,
                }
            );
            var values = engine.Run(images[0], run => run.All());
            Assert.Equal(values["one"].Zip(values["two"], (a, b) => a + b), values["sum"]);
        }
    }

    [Fact]
    public void A_network_without_a_rectifier_has_nothing_to_convert()
    {
        var g = Builder();
        g.Output("y", Conv(g, "b", g.Add("silu", new Activation(ActivationKind.SiLU), Conv(g, "a", g.Input(2)))));
        var refused = Assert.Throws<ConversionException>(() =>
            ConvertedNetwork.Of(new SourceNetwork(g.Build()), null, new ConversionOptions())
        );
        Assert.Equal(["E1", "E10"], refused.Problems.Select(p => p.Code));
    }

    [Fact]
    public void What_follows_the_last_weights_sees_the_mean_and_stays_as_it_was()
    {
        var g = Builder();
        var x = g.Neuron("last", Conv(g, "b", g.Neuron("first", Conv(g, "a", g.Input(2)), new Relu())), new Relu());
        g.Output("y", g.Add("softmax", new Softmax(Axis.Channels, Logarithm: false), x));
        var ann = new SourceNetwork(g.Build());
        Assert.Equal(["first"], ann.Neurons);
        var graph = ConvertedNetwork.Of(ann, null, Given(ann)).Graph;
        Assert.IsType<Relu>(graph.Node("last").Operation);
        Assert.IsType<TimeMean>(graph.Node(graph.Node("last").Inputs[0]).Operation);
        Assert.IsType<BurstIf>(graph.Node("first").Operation);
    }

    [Fact]
    public void An_identity_branch_adds_its_own_spikes_value()
    {
        var g = Builder();
        var x = g.Neuron("first", Conv(g, "a", g.Input(2)), new Relu());
        g.Output("y", Conv(g, "c", g.Neuron("second", g.Add("sum", x, Conv(g, "b", x)), new Relu())));
        var ann = new SourceNetwork(g.Build());
        var graph = ConvertedNetwork.Of(ann, null, Given(ann)).Graph;
        var scaled = Assert.IsType<Convolution>(graph.Node("first.scaled").Operation);
        Assert.Equal(2, scaled.Groups);
        Assert.All(scaled.Weight.Values.ToArray(), w => Assert.Equal(0.5f, w));
        Assert.Equal(["first.scaled", "b"], graph.Node("sum").Inputs);
    }

    [Fact]
    public void A_clip_is_the_cap_on_the_spikes_of_a_step()
    {
        var g = Builder();
        g.Output("y", Conv(g, "b", g.Neuron("clip", Conv(g, "a", g.Input(2)), new Relu(Ceiling: 6))));
        var ann = new SourceNetwork(g.Build());
        var converted = ConvertedNetwork.Of(
            ann,
            null,
            new ConversionOptions
            {
                GivenScales = new Dictionary<string, float[]> { ["clip"] = [5] },
                Neuron = new BurstIfParameters(4),
            }
        );
        Assert.Equal(1.5f, converted.Layers[0].Scale[0]);
    }

    [Fact]
    public void A_leaky_activation_sends_negative_spikes_when_asked()
    {
        var g = Builder();
        g.Output("y", Conv(g, "b", g.Neuron("leaky", Conv(g, "a", g.Input(2)), new Relu(0.125f))));
        var ann = new SourceNetwork(g.Build());
        var images = new[] { RandomSource.Image(ann.Graph, 1) };
        var converted = ConvertedNetwork.Of(
            ann,
            ActivationStatistics.Measure(ann, images),
            ConversionOptions.Usual(128) with
            {
                SignedNeurons = true,
                Percentile = 1,
            }
        );
        Assert.Equal(0.125, ((BurstIf)converted.Graph.Node("leaky").Operation).Parameters.NegativeSlope);
        Assert.InRange(ConversionErrors.Measure(ann, converted.Graph, images, 1).OutputErrors["y"][^1], 0, 0.05);
    }

    [Fact]
    public void Silent_and_saturating_layers_are_warned_of()
    {
        var g = Builder();
        var x = g.Convolution("a", g.Input(2), new WeightTensor([2, 2, 1, 1], [-1, -1, -1, -1]));
        x = g.Concat("join", g.Neuron("silent", x, new Relu()), g.Neuron("loud", Conv(g, "b", g.Input(2, "again")), new Relu()));
        g.Output("y", Conv(g, "c", x));
        var builder = g.Build();
        // One input, as every network has.
        var one = new SpikeGraph(
            builder.Info,
            [
                .. builder
                    .Nodes.Where(n => n.Name != "again")
                    .Select(n => n with { Inputs = [.. n.Inputs.Select(i => i == "again" ? "image" : i)] }),
            ],
            builder.Outputs
        );
        var ann = new SourceNetwork(one);
        var converted = ConvertedNetwork.Of(
            ann,
            ActivationStatistics.Measure(ann, [RandomSource.Image(one, 1)]),
            new ConversionOptions { Percentile = 0.3, Neuron = new BurstIfParameters(1) }
        );
        Assert.Equal([("E8", "silent"), ("E9", "loud")], converted.Warnings.Select(w => (w.Code, w.Node)));
        Assert.Equal(
            "E8: Layer 'silent' was silent on the calibration data (scale 0); its neurons saturate as soon as anything reaches them. "
                + "Calibrate with more images.",
            converted.Warnings[0].ToString()
        );
        var run = new ReferenceInterpreter(converted.Graph).Run(RandomSource.Image(one, 2));
        Assert.All(run.Outputs["y"].ToFloats(), y => Assert.True(float.IsFinite(y)));
    }

    [Fact]
    public void Activations_of_one_kind_on_one_value_are_one_layer_of_neurons()
    {
        var g = Builder();
        var stem = Conv(g, "a", g.Input(2));
        g.Output("y", g.Add("sum", Conv(g, "b", g.Neuron("one", stem, new Relu())), Conv(g, "c", g.Neuron("two", stem, new Relu()))));
        Assert.Equal(["one"], new SourceNetwork(g.Build()).Neurons);
    }

    [Fact]
    public void Powers_of_two_are_no_smaller_than_what_they_stand_for()
    {
        var ann = new SourceNetwork(RandomSource.Make(3));
        var statistics = ActivationStatistics.Measure(ann, [RandomSource.Image(ann.Graph, 1)]);
        var (usual, round) = (
            ConvertedNetwork.Of(ann, statistics, new ConversionOptions()),
            ConvertedNetwork.Of(ann, statistics, new ConversionOptions { RoundsToPowerOfTwo = true })
        );
        foreach (var (a, b) in usual.Layers.Zip(round.Layers))
        {
            Assert.InRange(b.Scale[0], a.Scale[0], 2 * a.Scale[0]);
            Assert.Equal(Math.Round(Math.Log2(b.Scale[0])), Math.Log2(b.Scale[0]));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void A_percentile_is_a_share(double percentile)
    {
        var ann = new SourceNetwork(RandomSource.Make(3));
        Assert.Throws<GraphException>(() => ConvertedNetwork.Of(ann, null, Given(ann) with { Percentile = percentile }));
    }

    [Fact]
    public void Global_max_pooling_takes_in_images_of_any_size()
    {
        var g = Builder();
        var neurons = g.Neuron("relu", Conv(g, "stem", g.Input(2)), new Relu());
        g.Output(
            "y",
            g.Convolution(
                "out",
                g.Add("pool", new Reduce(ReduceKind.Max, false, true, true), neurons),
                new WeightTensor([2, 2, 1, 1], [1, -0.5f, 0.25f, 1])
            )
        );
        var ann = new SourceNetwork(g.Build());
        var scales = ann.Neurons.ToDictionary(name => name, _ => new[] { 0.125f });
        var spiking = ConvertedNetwork.Of(ann, null, ConversionOptions.Exact(16) with { GivenScales = scales }).Graph;
        foreach (var side in (int[])[6, 9])
        {
            var image = new InputTensor(2, side, side, [.. Enumerable.Range(0, 2 * side * side).Select(i => i * 37 % 17 / 16f)]);
            var expected = new ReferenceInterpreter(QuantisedTwin.Of(ann, scales, 16)).Run(image).Outputs["y"].ToFloats();
            Assert.Equal(2, expected.Length);
            Assert.Equal(expected, new ReferenceInterpreter(spiking).Run(image).Outputs["y"].ToFloats());
            using var engine = new SpikeEngine(spiking, new EngineOptions { Mode = EngineMode.Exact, Threads = 1 });
            Assert.Equal(expected, engine.Run(image, run => run.Output("y")));
        }
    }

    [Fact]
    public void The_file_keeps_all_of_it()
    {
        var folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;
        try
        {
            var ann = new SourceNetwork(RandomSource.Make(4));
            var options = Given(ann) with
            {
                Neuron = new BurstIfParameters(3, 0.25, SpikeCalibration.Published, 7, RestoresMembrane: false),
            };
            var graph = ConvertedNetwork.Of(ann, null, options).Graph;
            var path = Path.Combine(folder, "net.spk.safetensors");
            GraphFile.Save(graph, path);
            var read = GraphFile.Load(path);
            Assert.Contains("Published", read.Info.Metadata[ConvertedNetwork.MetadataKey]);
            foreach (var (before, after) in graph.Nodes.Zip(read.Nodes))
            {
                if (before.Operation is not BurstIf neuron)
                    continue;
                var other = Assert.IsType<BurstIf>(after.Operation);
                Assert.Equal(neuron.Parameters, other.Parameters);
                Assert.Equal(neuron.Scale.Values, other.Scale.Values);
            }
            var image = RandomSource.Image(graph, 5);
            Assert.Equal(
                new ReferenceInterpreter(graph).Run(image).Outputs["y"].ToFloats(),
                new ReferenceInterpreter(read).Run(image).Outputs["y"].ToFloats()
            );
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static GraphBuilder Builder() => new(new GraphInfo("small", 1, 6));

    private static ConversionOptions Given(SourceNetwork ann) =>
        new() { TimeSteps = 4, GivenScales = ann.Neurons.ToDictionary(name => name, _ => new[] { 0.5f }) };

    private static GraphValue Conv(GraphBuilder g, string name, GraphValue x)
    {
        var random = new Random(name[0]);
        return g.Convolution(
            name,
            x,
            new WeightTensor(
                [2, x.Shape.Channels, 3, 3],
                [.. Enumerable.Range(0, 18 * x.Shape.Channels).Select(_ => random.NextSingle() - 0.4f)]
            ),
            padding: 1
        );
    }
}
