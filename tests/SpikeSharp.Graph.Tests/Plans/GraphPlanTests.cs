using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Plans;
using SpikeSharp.Graph.Tests.Safetensors;

namespace SpikeSharp.Graph.Tests.Plans;

public sealed class GraphPlanTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_plan_travels_in_the_file()
    {
        var graph = Graph().With(Plan(Good));
        GraphFile.Save(graph, _folder["a"]);
        var read = GraphFile.Load(_folder["a"]).Plan!;
        Assert.Equal((3, 64), (read.Images, read.ImageSize));
        var convolution = Assert.Single(read.Convolutions);
        Assert.Equal(Good.Order, convolution.Order);
        Assert.Equal(Good, convolution with { Order = Good.Order });
        Assert.Null(GraphFileWithout().Plan);

        SpikeGraph GraphFileWithout()
        {
            GraphFile.Save(graph.With(null), _folder["b"]);
            return GraphFile.Load(_folder["b"]);
        }
    }

    public static TheoryData<string, ConvolutionPlan> Bad() =>
        new()
        {
            { "no such node", Good with { Node = "nobody" } },
            { "this node is none", Good with { Node = "neuron" } },
            { "densities", Good with { Density = double.NaN } },
            { "densities", Good with { PairDensity = 1.5 } },
            { "orders 2 channels", Good with { Order = [0, 1] } },
            { "channel -1", Good with { Order = [-1, .. Good.Order.Skip(1)] } },
            { "channel 130", Good with { Order = [130, .. Good.Order.Skip(1)] } },
            { "within its group", Good with { Order = [129, .. Good.Order.Skip(1).Take(128), 0] } },
            { "each channel once", Good with { Order = [1, .. Good.Order.Skip(1)] } },
        };

    [Theory]
    [MemberData(nameof(Bad))]
    public void What_does_not_fit_the_graph_is_refused(string word, ConvolutionPlan plan) =>
        Assert.Contains(word, Assert.Throws<GraphException>(() => Graph().With(Plan(plan))).Message, StringComparison.Ordinal);

    [Fact]
    public void So_are_two_plans_of_one_node_and_a_plan_from_nothing()
    {
        Assert.Contains("twice", Assert.Throws<GraphException>(() => Graph().With(Plan(Good, Good))).Message, StringComparison.Ordinal);
        Assert.Contains(
            "0 pictures",
            Assert.Throws<GraphException>(() => Graph().With(new GraphPlan(0, 64, []))).Message,
            StringComparison.Ordinal
        );
        Assert.Contains(
            "pixels",
            Assert.Throws<GraphException>(() => Graph().With(new GraphPlan(1, 0, []))).Message,
            StringComparison.Ordinal
        );
    }

    private static ConvolutionPlan Good { get; } =
        new("second", 0.25, 0.375, [.. Enumerable.Range(0, 128).Reverse(), 129, 128], UsesFactors: false);

    private static GraphPlan Plan(params ConvolutionPlan[] plans) => new(3, 64, plans);

    private static SpikeGraph Graph()
    {
        var g = new GraphBuilder(new GraphInfo("planned", 1, 8));
        var first = g.Convolution("first", g.Input(3), new WeightTensor([130, 3, 1, 1], new float[390]));
        g.Output("y", g.Convolution("second", g.Neuron("neuron", first, new ILif()), new WeightTensor([2, 130, 1, 1], new float[260])));
        return g.Build();
    }
}
