using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests;

public sealed class GraphBuilderTests
{
    [Fact]
    public void A_shape_that_does_not_fit_fails_at_its_call_and_names_the_node()
    {
        var g = new GraphBuilder(Graphs.Info());
        var x = g.Input(3);
        var e = Assert.Throws<GraphException>(() => g.Convolution("model.1", x, Graphs.Weight(new float[4], 1, 4, 1, 1)));
        Assert.Equal("model.1", e.Node);
        Assert.Contains("3 channels", e.Message);
    }

    [Fact]
    public void A_name_used_twice_is_refused()
    {
        var g = new GraphBuilder(Graphs.Info());
        var x = g.Input(3, "x");
        Assert.Equal("x", Assert.Throws<GraphException>(() => g.Upsample("x", x, 2)).Node);
    }

    [Fact]
    public void A_graph_without_output_is_refused()
    {
        var g = new GraphBuilder(Graphs.Info());
        g.Input(3);
        Assert.Contains("no output", Assert.Throws<GraphException>(() => g.Build()).Message);
    }

    [Fact]
    public void Values_know_their_shape_and_whether_they_vary_over_time()
    {
        var g = new GraphBuilder(Graphs.Info(timeSteps: 3, size: 9));
        var x = g.Convolution("c", g.Input(2), Graphs.Weight(new float[4 * 2 * 9], 4, 2, 3, 3), stride: 2, padding: 1);
        Assert.Equal(new ValueShape(4, 5, 5, Timed: false), x.Shape);
        var s = g.Neuron("n", x, new ILif());
        Assert.Equal(new ValueShape(4, 5, 5, Timed: true), s.Shape);
        Assert.True(g.Add("a", x, s).Shape.Timed);
        Assert.True(g.Concat("j", x, s).Shape is { Timed: true, Channels: 8 });
        Assert.False(g.TimeMean("m", s).Shape.Timed);
        Assert.False(g.Neuron("r", x, new Relu()).Shape.Timed);
    }

    [Fact]
    public void Weights_carry_the_names_of_their_node_and_role()
    {
        Assert.Equal(
            ["model.1.weight", "model.2.conv.weight", "model.2.conv.bias", "model.3.conv.weight"],
            Graphs.Small().Weights.Select(weight => weight.Name)
        );
    }
}
