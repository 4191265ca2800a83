using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
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
        Assert.Equal((graph.Info.Name, graph.Info.TimeSteps, graph.Info.ImageSize),
            (read.Info.Name, read.Info.TimeSteps, read.Info.ImageSize));
        Assert.Equal(graph.Info.ClassNames, read.Info.ClassNames);
        Assert.Equal(graph.Info.Strides, read.Info.Strides);
        Assert.Equal(graph.Info.Metadata, read.Info.Metadata);
        Assert.Equal(graph.Outputs, read.Outputs);
        Assert.Equal(graph.Nodes.Select(Text), read.Nodes.Select(Text));
        Assert.Equal(graph.Weights.Select(w => (w.Name, w.Tensor.Values.ToArray())),
            read.Weights.Select(w => (w.Name, w.Tensor.Values.ToArray())));

        static string Text(GraphNode node) => node.Operation is DetectionHead head
            ? $"{node.Name} {head.RegMax} {head.ClassCount} {string.Join(",", head.Strides)} {string.Join(",", node.Inputs)}"
            : $"{node.Name} {node.Operation} {string.Join(",", node.Inputs)}";
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
        using (var a = SafetensorsFile.Open(_folder["a"])) Assert.True(GraphFile.IsGraph(a));
        using (var b = SafetensorsFile.Open(_folder["b"])) Assert.False(GraphFile.IsGraph(b));
        var e = Assert.Throws<GraphException>(() => GraphFile.Load(_folder["b"]));
        Assert.Equal(_folder["b"], e.File);
        Assert.Contains("it is no graph", e.Message);
    }

    private static SpikeGraph AllOperations()
    {
        var random = new Random(5);
        var g = new GraphBuilder(new GraphInfo("all \u2713 'operations'", 2, 16)
        {
            ClassNames = ["a", "b"],
            Strides = [4],
            Metadata = new Dictionary<string, string> { ["zeta"] = "{}", ["alpha"] = "\n\"" },
        });
        var x = g.Convolution("c1", g.Input(3), Graphs.Random(random, 6, 3, 3, 3), Graphs.Random(random, 6), stride: 2, padding: 1);
        var s = g.Concat("cat", g.Neuron("ilif", x, Neuron.ILif(8, 0.1f)), g.Neuron("lif", x, Neuron.Lif(0.5f, 0.7f)));
        var y = g.Convolution("c2", g.MaxPool("pool", s, 3, 1, 1), Graphs.Random(random, 6, 2, 1, 1), groups: 6);
        y = g.Upsample("up", g.Add("add", x, y, g.Neuron("relu", x, Neuron.Relu)), 2);
        g.Output("y", g.DetectionHead("head", new DetectionHead(1, 2, [4]), g.TimeMean("mean", y)));
        g.Output("raw", y);
        return g.Build();
    }
}
