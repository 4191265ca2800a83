using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class JoinTests
{
    // Current 3 with D = 2: spikes 2 at t = 0; then u = 0.25·(3 − 2) + 3 = 3.25, spikes 2 again; 0.25·1.25 + 3 likewise.
    // Current 1: spikes 1 each time. Current 0.42: u = 0.42, 0.525, 0.25·(−0.475) + 0.42 = 0.30, spikes 0, 1, 0.
    private static readonly InputTensor Image = Graphs.Image(1, 3, 3, 1, 0.42f);

    [Fact]
    public void A_static_value_is_added_at_every_time_step()
    {
        var y = Graphs.Run(Image, 3, (g, x) => g.Add("a", x, g.Neuron("n", x, new ILif(2))));
        Assert.Equal(3, y.TimeSteps);
        var f = 0.42f;
        Assert.Equal([5, 2, f, 5, 2, f + 1.0, 5, 2, f], y.Reals.ToArray());
    }

    [Fact]
    public void A_static_value_is_joined_at_every_time_step_first_operand_first()
    {
        var y = Graphs.Run(Image, 3, (g, x) => g.Concat("j", x, g.Neuron("n", x, new ILif(2))));
        var f = 0.42f;
        Assert.Equal([3, 1, f, 2, 1, 0, 3, 1, f, 2, 1, 1, 3, 1, f, 2, 1, 0], y.Reals.ToArray());
    }

    [Fact]
    public void Joined_spikes_stay_spikes_with_the_larger_D()
    {
        var y = Graphs.Run(Image, 1, (g, x) => g.Concat("j", g.Neuron("n", x, new ILif(2)), g.Neuron("m", x, new ILif(8))));
        Assert.Equal([2, 1, 0, 3, 1, 0], y.Spikes.ToArray());
        Assert.Equal(8, y.MaxSpikes);
    }

    [Fact]
    public void The_mean_over_time_is_the_mean_of_the_spikes()
    {
        var y = Graphs.Run(Image, 3, (g, x) => g.TimeMean("m", g.Neuron("n", x, new ILif(2))));
        Assert.Equal([2, 1, 1.0 / 3], y.Reals.ToArray());
        Assert.False(y.Shape.Timed);
    }

    [Fact]
    public void Shapes_that_differ_are_not_added_and_sides_that_differ_not_joined()
    {
        Assert.Throws<GraphException>(() => Graphs.Run(Image, 1, (g, x) => g.Add("a", x, g.Upsample("u", x, 2))));
        Assert.Throws<GraphException>(() => Graphs.Run(Image, 1, (g, x) => g.Concat("a", x, g.Upsample("u", x, 2))));
    }

    [Fact]
    public void A_relu_of_a_static_value_is_static_and_has_no_state()
    {
        var y = Graphs.Run(Graphs.Image(1, 2, -1, 2.5f), 4, (g, x) => g.Neuron("r", x, new Relu()));
        Assert.Equal([0, 2.5], y.Reals.ToArray());
        Assert.Equal(1, y.TimeSteps);
    }
}
