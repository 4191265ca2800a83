using SpikeSharp.Graph;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Onnx.Tests.Export;

/// <summary>What is in the files; that a runtime computes the same with them, ExportedNetworkTests hold.</summary>
public sealed class OnnxExportTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("spikesharp-").FullName;

    private string File => Path.Combine(_folder, "net.onnx");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void The_file_says_its_versions_and_what_the_network_is()
    {
        var model = Export(Build(g => g.Neuron("s", g.Input(3), new ILif()), timeSteps: 2));
        Assert.Equal(8, model.IrVersion);
        Assert.Equal([("", 17L)], model.Opsets);
        Assert.Equal("[\"é\"]", model.Metadata["names"]);
        Assert.Equal(("[8]", "[8,8]", "2"), (model.Metadata["strides"], model.Metadata["imgsz"], model.Metadata["T"]));
    }

    [Fact]
    public void The_input_and_the_outputs_have_the_size_that_was_asked_for()
    {
        var graph = Build(g => g.MaxPool("pool", g.Input(3), 2, 2, 0));
        OnnxFile.Save(graph, File, new OnnxSaveOptions(16, 24));
        var model = OnnxModel.Read(File);
        Assert.Equal([1, 3, 16, 24], model.Inputs["images"]);
        Assert.Equal([1, 3, 8, 12], model.Outputs["y"]);
        Assert.Equal([1, 3, 8, 12], model.Inside["pool"]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void What_is_written_is_what_is_reported_and_every_name_is_given_once(int timeSteps)
    {
        var graph = Everything(timeSteps);
        foreach (var factorised in (bool[])[false, true])
        {
            var file = OnnxFile.Save(graph, File, new OnnxSaveOptions(8, 8) { Factorised = factorised });
            var model = OnnxModel.Read(File);
            Assert.Equal(new FileInfo(File).Length, file.Bytes);
            Assert.Equal((model.Nodes.Count, model.Initialisers.Count), (file.Nodes, file.Initialisers));
            var given = model.Inputs.Keys.Concat(model.Initialisers.Keys).ToHashSet();
            foreach (var node in model.Nodes)
            {
                Assert.Equal(node.Name, node.Outputs[0]);
                Assert.All(node.Inputs, input => Assert.True(input.Length == 0 || given.Contains(input), $"{node.Name} reads '{input}'"));
                Assert.All(node.Outputs, output => Assert.True(given.Add(output), $"{output} is given twice"));
            }
            Assert.Equal(graph.Outputs.Select(output => output.Name), model.Outputs.Keys);
            Assert.All(model.Outputs.Keys, output => Assert.Contains(output, given));
            Assert.All(model.Initialisers.Values, tensor =>
                Assert.Equal(tensor.Shape.Aggregate(1L, (a, b) => a * b) * (tensor.Type == 1 ? 4 : 8), tensor.Raw.Length)
            );
        }
    }

    [Fact]
    public void A_convolution_keeps_its_weights_and_geometry()
    {
        var weight = new WeightTensor([4, 1, 1, 3], [.. Enumerable.Range(0, 12).Select(i => i / 8f)]);
        var bias = new WeightTensor([4], [1, 2, 3, 4]);
        var model = Export(Build(g => g.Convolution("conv", g.Input(2), weight, bias, stride: 2, padding: 1, groups: 2)));
        var node = model["conv"];
        Assert.Equal("Conv", node.Operation);
        Assert.Equal(["images", "conv.weight", "conv.bias"], node.Inputs);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["group"] = "2",
                ["kernel_shape"] = "1,3",
                ["pads"] = "1,1,1,1",
                ["strides"] = "2,2",
            },
            node.Attributes
        );
        Assert.Equal([4, 1, 1, 3], model.Initialisers["conv.weight"].Shape);
        Assert.Equal(weight.Values.ToArray(), model.Initialisers["conv.weight"].Floats);
        Assert.Equal(bias.Values.ToArray(), model.Initialisers["conv.bias"].Floats);
    }

    [Fact]
    public void A_convolution_with_factors_is_written_merged_or_as_their_chain()
    {
        var graph = Everything(timeSteps: 2);
        var merged = Export(graph);
        Assert.Equal(["s.t0", "rep.weight"], merged["rep.t0"].Inputs);
        Assert.DoesNotContain(merged.Initialisers.Keys, name => name.Contains("factor", StringComparison.Ordinal));

        Assert.Equal(1, OnnxFile.Save(graph, File, new OnnxSaveOptions(8, 8) { Factorised = true }).FactorisedConvolutions);
        var chain = OnnxModel.Read(File);
        Assert.Equal("factorised", chain.Metadata["convolutions"]);
        Assert.Equal(["s.t1", "rep.factor0.weight", "rep.factor0.bias"], chain["rep.t1.factor0"].Inputs);
        Assert.Equal(["rep.t1.factor0", "rep.factor1.weight"], chain["rep.t1"].Inputs);
        Assert.Equal(("1,1,1,1", "2"), (chain["rep.t1.factor0"].Attributes["pads"], chain["rep.t1"].Attributes["group"]));
        Assert.DoesNotContain("rep.weight", chain.Initialisers.Keys);
        // Weights stand once for all time steps.
        Assert.Equal(1, chain.Initialisers.Keys.Count(name => name == "rep.factor1.weight"));
    }

    [Fact]
    public void ILif_in_one_step_is_a_clip_and_a_rounding()
    {
        var model = Export(Build(g => g.Neuron("s", g.Input(3), new ILif(4))));
        Assert.Equal(["Clip", "Round", "Identity"], model.Nodes.Select(node => node.Operation));
        var clip = model["s.clip"];
        Assert.Equal("images", clip.Inputs[0]);
        Assert.Equal((0f, 4f), (Scalar(model, clip.Inputs[1]), Scalar(model, clip.Inputs[2])));
        Assert.Empty(model.Initialisers[clip.Inputs[2]].Shape);
        Assert.Equal(["s.clip"], model["s"].Inputs);
    }

    [Fact]
    public void ILif_over_time_keeps_what_is_left_of_its_potential()
    {
        var model = Export(Build(g => g.Neuron("s", g.Input(3), new ILif(4, 0.5f)), timeSteps: 2));
        Assert.Equal(["Clip", "Round", "Sub", "Mul", "Add", "Clip", "Round", "Concat"], model.Nodes.Select(node => node.Operation));
        Assert.Equal(["images", "s.t0"], model["s.t0.h"].Inputs);
        Assert.Equal("s.t0.h", model["s.t1.leak"].Inputs[0]);
        Assert.Equal(0.5f, Scalar(model, model["s.t1.leak"].Inputs[1]));
        Assert.Equal(["s.t1.leak", "images"], model["s.t1.u"].Inputs);
        Assert.Equal("s.t1.u", model["s.t1.clip"].Inputs[0]);
        Assert.Equal(["s.t0", "s.t1"], model["y"].Inputs);
        Assert.Equal("0", model["y"].Attributes["axis"]);
        Assert.Equal([2, 3, 8, 8], model.Outputs["y"]);
    }

    [Fact]
    public void Lif_fires_at_its_threshold_and_loses_that()
    {
        var model = Export(Build(g => g.Neuron("s", g.Input(3), new Lif(0.25f, 1.5f)), timeSteps: 2));
        Assert.Equal(
            ["GreaterOrEqual", "Cast", "Mul", "Sub", "Mul", "Add", "GreaterOrEqual", "Cast", "Concat"],
            model.Nodes.Select(node => node.Operation)
        );
        Assert.Equal(1.5f, Scalar(model, model["s.t0.fires"].Inputs[1]));
        Assert.Equal("1", model["s.t0"].Attributes["to"]);
        Assert.Equal(["images", "s.t0.taken"], model["s.t0.h"].Inputs);
    }

    [Fact]
    public void ReLU_of_what_is_static_is_computed_once()
    {
        var model = Export(Build(g => g.Neuron("s", g.Input(3), new Relu()), timeSteps: 4));
        Assert.Equal(["Relu", "Identity"], model.Nodes.Select(node => node.Operation));
    }

    [Fact]
    public void Static_values_are_computed_once_and_read_at_every_step()
    {
        var model = Export(
            Build(
                g =>
                {
                    var still = g.MaxPool("pool", g.Input(3), 3, 1, 1);
                    var spikes = g.Neuron("s", still, new ILif());
                    return g.TimeMean("mean", g.Concat("cat", still, g.Add("add", still, spikes, spikes)));
                },
                timeSteps: 2
            )
        );
        Assert.Equal("MaxPool", model["pool"].Operation);
        Assert.Equal(("Sum", "Sum"), (model["add.t0"].Operation, model["add.t1"].Operation));
        Assert.Equal(["pool", "s.t1", "s.t1"], model["add.t1"].Inputs);
        Assert.Equal(["pool", "add.t1"], model["cat.t1"].Inputs);
        Assert.Equal("1", model["cat.t1"].Attributes["axis"]);
        Assert.Equal(["cat.t0", "cat.t1"], model["mean.sum"].Inputs);
        Assert.Equal(("Div", 2f), (model["mean"].Operation, Scalar(model, model["mean"].Inputs[1])));
        Assert.Equal([1, 6, 8, 8], model.Outputs["y"]);
    }

    [Fact]
    public void Pooling_and_upsampling_say_what_the_graph_means()
    {
        var model = Export(Build(g => g.Upsample("up", g.MaxPool("pool", g.Input(3), 5, 1, 2), 3)));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["kernel_shape"] = "5,5",
                ["pads"] = "2,2,2,2",
                ["strides"] = "1,1",
            },
            model["pool"].Attributes
        );
        var resize = model["up"];
        Assert.Equal("Resize", resize.Operation);
        Assert.Equal(["pool", "", "up.scales"], resize.Inputs);
        Assert.Equal([1, 1, 3, 3], model.Initialisers["up.scales"].Floats);
        var nearest = new Dictionary<string, string>
        {
            ["mode"] = "nearest",
            ["coordinate_transformation_mode"] = "asymmetric",
            ["nearest_mode"] = "floor",
        };
        Assert.Equal(nearest, resize.Attributes);
    }

    [Fact]
    public void The_head_gives_rows_by_anchors_level_by_level()
    {
        var model = Export(Everything(timeSteps: 2));
        Assert.Equal([1, 6, 20], model.Outputs["boxes"]);
        Assert.Equal([1, 18, 16], model.Initialisers["head.map0.shape"].Integers);
        Assert.Equal([1, 18, 4], model.Initialisers["head.map1.shape"].Integers);
        var points = model.Initialisers["head.points"];
        Assert.Equal([1, 2, 20], points.Shape);
        Assert.Equal([0.5f, 1.5f, 2.5f, 3.5f, 0.5f], points.Floats[..5]);
        Assert.Equal([0.5f, 0.5f, 0.5f, 0.5f, 1.5f], points.Floats[20..25]);
        Assert.Equal([0.5f, 1.5f, 0.5f, 1.5f], points.Floats[16..20]);
        Assert.Equal([.. Enumerable.Repeat(2f, 16), .. Enumerable.Repeat(4f, 4)], model.Initialisers["head.strides"].Floats);
        Assert.Equal([0, 1, 2, 3], model.Initialisers["head.values"].Floats);
        Assert.Equal("2", model["head.softmax"].Attributes["axis"]);
        Assert.Equal(["head.centre", "head.size", "head.probabilities"], model["head"].Inputs);
    }

    [Fact]
    public void A_node_that_is_an_output_of_its_own_name_is_it_and_other_names_give_way()
    {
        var g = new GraphBuilder(new GraphInfo("test", 1, 8));
        var pool = g.MaxPool("y", g.Input(3, "images"), 1, 1, 0);
        var other = g.MaxPool("images.1", g.MaxPool("z", pool, 1, 1, 0), 1, 1, 0);
        g.Output("y", pool);
        g.Output("z", other);
        var model = Export(g.Build());
        Assert.Equal(["y", "z_2", "images.1", "z"], model.Nodes.Select(node => node.Name));
        Assert.Equal(["images.1"], model["z"].Inputs);
        Assert.Equal(["z_2", "images.1"], model.Inside.Keys);
    }

    [Fact]
    public void An_output_of_the_inputs_name_is_refused()
    {
        var g = new GraphBuilder(new GraphInfo("test", 1, 8));
        g.Output("images", g.MaxPool("pool", g.Input(3), 1, 1, 0));
        Refuses("output 'images' has the name of the ONNX input", g.Build());
    }

    [Fact]
    public void Inputs_of_different_channels_are_refused() =>
        Refuses("different channels", Build(g => g.Concat("cat", g.Input(3, "a"), g.Input(1, "b"))));

    [Fact]
    public void What_reads_a_detection_head_is_refused() =>
        Refuses(
            "node 'again': it reads the detection head 'head'",
            Build(g => g.Concat("again", g.DetectionHead("head", new DetectionHead(1, 1, [8]), g.Convolution("c", g.Input(3), Ones(5, 3)))))
        );

    [Fact]
    public void A_size_that_does_not_fit_is_refused()
    {
        var graph = Build(g => g.Add("add", g.Input(3, "a"), g.Upsample("up", g.MaxPool("pool", g.Input(3, "b"), 2, 2, 0), 2)));
        var error = Assert.Throws<GraphException>(() => OnnxFile.Save(graph, File, new OnnxSaveOptions(7, 8)));
        Assert.Equal("add", error.Node);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }

    [Fact]
    public void More_than_two_gigabytes_are_refused_in_one_sentence_before_anything_is_written()
    {
        // 32 convolutions that share 64 MiB here, and would not in the file.
        var weight = new WeightTensor([4096, 4096, 1, 1], new float[4096 * 4096]);
        var graph = Build(g =>
        {
            var image = g.Input(1024);
            var wide = g.Concat("wide", image, image, image, image);
            return Enumerable.Range(0, 32).Aggregate(wide, (x, i) => g.Convolution($"conv{i}", x, weight));
        });
        Refuses("the ONNX file would have 2.15 GB, and its format allows no more than 2 GB (2^31 bytes); export a smaller network.", graph);
    }

    private static float Scalar(OnnxModel model, string name) => model.Initialisers[name].Floats.Single();

    private static WeightTensor Ones(params int[] shape) =>
        shape.Length == 2
            ? Ones(shape[0], shape[1], 1, 1)
            : new WeightTensor(shape, [.. Enumerable.Repeat(1f, shape.Aggregate(1, (a, b) => a * b))]);

    // An 8 × 8 network with one output, y.
    private static SpikeGraph Build(Func<GraphBuilder, GraphValue> build, int timeSteps = 1)
    {
        var g = new GraphBuilder(new GraphInfo("test", timeSteps, 8) { ClassNames = ["é"], Strides = [8] });
        g.Output("y", build(g));
        return g.Build();
    }

    // Every kind of operation; 'rep' has factors.
    private static SpikeGraph Everything(int timeSteps)
    {
        var g = new GraphBuilder(new GraphInfo("everything", timeSteps, 8) { ClassNames = ["a", "b"], Strides = [2, 4] });
        var first = g.Convolution("first", g.Input(3), Ones(2, 3, 3, 3), Ones(2), stride: 2, padding: 1);
        var spikes = g.Neuron("s", first, new ILif());
        var rep = g.Add(
            "rep",
            new Convolution(Ones(2, 2, 3, 3), null, 1, 1)
            {
                Factors =
                [
                    new Convolution(Ones(2, 2), new WeightTensor([2], [1, 1]), 1, 1),
                    new Convolution(Ones(2, 1, 3, 3), null, 1, 0, 2),
                ],
            },
            spikes
        );
        var lif = g.Neuron("lif", g.Add("add", first, rep), new Lif());
        var map = g.TimeMean("mean0", g.Convolution("map0", g.Neuron("relu", g.Concat("cat", lif, spikes), new Relu()), Ones(18, 4)));
        var coarse = g.TimeMean("mean1", g.Convolution("map1", g.MaxPool("pool", g.Upsample("up", lif, 2), 4, 4, 0), Ones(18, 2)));
        g.Output("raw0", map);
        g.Output("raw1", coarse);
        g.Output("boxes", g.DetectionHead("head", new DetectionHead(4, 2, [2, 4]), map, coarse));
        var sampled = g.Add(
            "sampled",
            new DeformableSampling(1, 1, 0.5f),
            spikes,
            g.Add("last", new Graph.Operations.ChannelsLast(), first),
            g.Neuron("weight", g.Convolution("mask", spikes, Ones(1, 2)), new ILif())
        );
        var positioned = g.Add(
            "positioned",
            sampled,
            g.Add("positions", new SinePositions(), sampled),
            g.Add("constant", new Constant(Ones(2, 4, 4)))
        );
        var attended = g.Add("attended", new AttentionProduct(2, 0.5f), spikes, g.Neuron("keys", positioned, new ILif()), spikes);
        var query = g.Add(
            "sigmoid",
            new Activation(ActivationKind.Sigmoid),
            g.Add("turned", new Permute([2, 16], [1, 0], 2, 1, 16), attended)
        );
        var masks = g.Add("masks", new MaskProduct(2), query, g.Add("larger", new ResizeLike(), attended, first));
        g.Output(
            "scores",
            g.Add(
                "semantic",
                new SemanticHead(),
                g.TimeMean("classes", query),
                g.TimeMean("mask mean", masks),
                new GraphValue("image", new ValueShape(3, 8, 8, Timed: false))
            )
        );
        g.Output("spikes", lif);
        return g.Build();
    }

    private OnnxModel Export(SpikeGraph graph)
    {
        OnnxFile.Save(graph, File, new OnnxSaveOptions(8, 8));
        return OnnxModel.Read(File);
    }

    private void Refuses(string words, SpikeGraph graph)
    {
        Assert.Contains(words, Assert.Throws<GraphException>(() => Export(graph)).Message, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder));
    }
}
