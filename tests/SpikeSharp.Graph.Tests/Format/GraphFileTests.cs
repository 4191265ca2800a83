using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Safetensors;
using SpikeSharp.Graph.Tests.Safetensors;

namespace SpikeSharp.Graph.Tests.Format;

public sealed class GraphFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_graph_read_back_is_the_same_in_every_part()
    {
        var graph = AllOperations();
        GraphFile.Save(graph, _folder["a"]);
        var read = GraphFile.Load(_folder["a"]);
        Assert.Equal(
            (graph.Info.Name, graph.Info.TimeSteps, graph.Info.ImageSize),
            (read.Info.Name, read.Info.TimeSteps, read.Info.ImageSize)
        );
        Assert.Equal(graph.Info.ClassNames, read.Info.ClassNames);
        Assert.Equal(graph.Info.Strides, read.Info.Strides);
        Assert.Equal(graph.Info.Metadata, read.Info.Metadata);
        Assert.Equal(graph.Outputs, read.Outputs);
        Assert.Equal(graph.Nodes.Select(Text), read.Nodes.Select(Text));
        Assert.Equal(
            graph.Weights.Select(w => (w.Name, w.Tensor.Values.ToArray())),
            read.Weights.Select(w => (w.Name, w.Tensor.Values.ToArray()))
        );

        static string Text(GraphNode node) =>
            node.Operation switch
            {
                DetectionHead head =>
                    $"{node.Name} {head.RegMax} {head.ClassCount} {string.Join(",", head.Strides)} {string.Join(",", node.Inputs)}",
                Gather gather => $"{node.Name} {gather.Axis} {string.Join(",", gather.Indices)} {string.Join(",", node.Inputs)}",
                Permute permute => $"{node.Name} {string.Join(",", permute.Sizes)} {string.Join(",", permute.Order)} {permute.Channels} "
                    + $"{permute.Height} {permute.Width}",
                _ => $"{node.Name} {node.Operation} {string.Join(",", node.Inputs)}",
            };
    }

    [Fact]
    public void A_graph_of_a_rectangle_keeps_its_width_and_is_checked_at_it()
    {
        var g = new GraphBuilder(new GraphInfo("wide", 1, 4) { ImageWidth = 6 });
        g.Output("y", g.Add("y", new Reshape(24, 1, 1), g.Input(1)));
        GraphFile.Save(g.Build(), _folder["a"]);
        Assert.Equal((4, 6), (GraphFile.Load(_folder["a"]).Info.ImageSize, GraphFile.Load(_folder["a"]).Info.ImageWidth));
    }

    [Fact]
    public void A_graph_read_back_gives_the_same_bits()
    {
        var graph = AllOperations();
        GraphFile.Save(graph, _folder["a"]);
        var image = Graphs.Image(new Random(1), 3, 16, 16);
        var wanted = new ReferenceInterpreter(graph).Run(image).Outputs["y"].Reals.ToArray();
        Assert.Equal(wanted, new ReferenceInterpreter(GraphFile.Load(_folder["a"])).Run(image).Outputs["y"].Reals.ToArray());
    }

    [Fact]
    public void The_same_graph_gives_the_same_bytes()
    {
        GraphFile.Save(AllOperations(), _folder["a"]);
        GraphFile.Save(AllOperations(), _folder["b"]);
        GraphFile.Save(GraphFile.Load(_folder["a"]), _folder["c"]);
        Assert.Equal(File.ReadAllBytes(_folder["a"]), File.ReadAllBytes(_folder["b"]));
        Assert.Equal(File.ReadAllBytes(_folder["a"]), File.ReadAllBytes(_folder["c"]));
    }

    [Fact]
    public void A_file_tells_whether_it_holds_a_graph()
    {
        GraphFile.Save(Graphs.Small(), _folder["a"]);
        SafetensorsWriter.Write(_folder["b"], [TensorSource.Of<float>("x", new float[1], 1)]);
        using (var a = SafetensorsFile.Open(_folder["a"]))
            Assert.True(GraphFile.IsGraph(a));
        using (var b = SafetensorsFile.Open(_folder["b"]))
            Assert.False(GraphFile.IsGraph(b));
        var e = Assert.Throws<GraphException>(() => GraphFile.Load(_folder["b"]));
        Assert.Equal(_folder["b"], e.File);
        Assert.Contains("it is no graph", e.Message);
    }

    private static SpikeGraph AllOperations()
    {
        var random = new Random(5);
        var g = new GraphBuilder(
            new GraphInfo("all \u2713 'operations'", 2, 16)
            {
                ClassNames = ["a", "b"],
                Strides = [4],
                Metadata = new Dictionary<string, string> { ["zeta"] = "{}", ["alpha"] = "\n\"" },
            }
        );
        var x = g.Convolution("c1", g.Input(3), Graphs.Random(random, 6, 3, 3, 3), Graphs.Random(random, 6), stride: 2, padding: 1);
        var s = g.Concat("cat", g.Neuron("ilif", x, new ILif(8, 0.1f)), g.Neuron("lif", x, new Lif(0.5f, 0.7f)));
        var y = g.Convolution("c2", g.MaxPool("pool", s, 3, 1, 1), Graphs.Random(random, 6, 2, 1, 1), groups: 6);
        y = g.Upsample("up", g.Add("add", x, y, g.Neuron("relu", x, new Relu())), 2);
        g.Output("y", g.DetectionHead("head", new DetectionHead(1, 2, [4]), g.TimeMean("mean", y)));
        g.Output("raw", y);
        g.Output("moved", Moved(g, s));
        g.Output("computed", Computed(g, x));
        g.Output("scores", Queries(g, x));
        return g.Build();
    }

    // Everything that only moves numbers, over spikes.
    private static GraphValue Moved(GraphBuilder g, GraphValue s)
    {
        var z = g.Add(
            "lossless",
            new MaxPool(new PoolingWindow(2, 3, 1, 2, 1, 0, 0, 1, 1, 2, Ceil: true)) { OverTime = PoolingOverTime.Lossless },
            s
        );
        z = g.Add("pad", new Pad(1, 0, 2, 3), z);
        z = g.Add("spread", new Spread(2), z);
        z = g.Add("slice", new Slice(Axis.Height, 1, 9, 2), z);
        z = g.Add("rest", new Slice(Axis.Width, 1), z);
        z = g.Add("gather", new Gather(Axis.Channels, [3, 0, 3, 11]), z);
        z = g.Add("permute", new Permute([2, 2, z.Shape.Plane], [1, 0, 2], 4, z.Shape.Height, z.Shape.Width), z);
        z = g.Add("gate", new MaxPool(1, 1, 0) { OverTime = PoolingOverTime.RateGate }, z);
        z = g.Neuron(
            "burst",
            z,
            new BurstIf(
                new BurstIfParameters(7, 0.5, SpikeCalibration.Corrected, 3, RestoresMembrane: false),
                new WeightTensor([z.Shape.Channels], [.. Enumerable.Repeat(0.5f, z.Shape.Channels)])
            )
        );
        z = g.Neuron("leaky burst", z, new BurstIf(new BurstIfParameters(2, NegativeSlope: 0.25), new WeightTensor([1], [2f])));
        return g.Add("reshape", new Reshape(1, 4, z.Shape.Plane), z);
    }

    // A segmenter's queries; what x has of time is averaged.
    private static GraphValue Queries(GraphBuilder g, GraphValue x)
    {
        var random = new Random(7);
        var mean = g.TimeMean("query mean", x);
        var sampled = g.Add(
            "sampled",
            new DeformableSampling(3, 1, 0.5f),
            mean,
            g.Add("last", new Graph.Operations.ChannelsLast(), mean),
            g.Add("three", new Slice(Axis.Channels, 0, 3), mean)
        );
        var query = g.Add("query", new Constant(Graphs.Random(random, 6, 1, 5)));
        var attended = g.Add(
            "attended",
            new AttentionProduct(2, 0.25f),
            query,
            g.Add("positioned", sampled, g.Add("positions", new SinePositions(), sampled)),
            sampled
        );
        var masks = g.Add("query masks", new MaskProduct(0.5f), attended, g.Add("like", new ResizeLike(), sampled, x));
        return g.Add("semantic", new SemanticHead(), attended, masks, new GraphValue("image", new ValueShape(3, 16, 16, Timed: false)));
    }

    private static GraphValue Computed(GraphBuilder g, GraphValue x)
    {
        var random = new Random(6);
        var z = g.Add("dilated", new Convolution(Graphs.Random(random, 6, 6, 3, 3), Padding: 2) { Dilation = 2 }, x);
        z = g.Neuron("clipped", z, new Relu(Ceiling: 6));
        z = g.Neuron("leaky", z, new Relu(0.1f));
        z = g.Neuron("quantised", z, new Relu() with { Quantum = new WeightTensor([1], [0.125f]) });
        z = g.Add("average", new AveragePool(PoolingWindow.Square(3, 1, 1) with { Ceil = true }, CountsPadding: true), z);
        z = g.Add("affine", new Affine(Graphs.Random(random, 6), Graphs.Random(random, 6)), z);
        z = g.Add("product", new Combine(CombineKind.Multiply), z, g.Add("constant", new Constant(Graphs.Random(random, 6, 1, 1))));
        z = g.Add(
            "cubic",
            new Resize(ResizeKind.Cubic, 7, 0, ResizeCoordinates.AlignCorners) { ScaleWidth = 1.5f, CubicCoefficient = -0.5f },
            z
        );
        z = g.Add(
            "nearest",
            new Resize(ResizeKind.Nearest, 5, 5, ResizeCoordinates.HalfPixel) { Rounding = ResizeRounding.RoundPreferFloor },
            z
        );
        z = g.Add("elu", new Activation(ActivationKind.Elu, 0.5f), z);
        z = g.Add("hard", new Activation(ActivationKind.HardSigmoid, 0.2f, 0.5f), z);
        z = g.Add("softmax", new Softmax(Axis.Channels, Logarithm: true), z);
        return g.Concat(
            "both",
            g.Add("sum", new Reduce(ReduceKind.Sum, true, false, true), z),
            g.Add("argmax", new ArgMax(Axis.Width), g.Add("one", new Slice(Axis.Channels, 0, 1), z))
        );
    }
}
