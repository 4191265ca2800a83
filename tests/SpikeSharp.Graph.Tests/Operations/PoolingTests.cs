using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

public sealed class PoolingTests
{
    [Fact]
    public void Max_pool_takes_minus_infinity_outside_so_negative_values_survive_at_the_border()
    {
        var y = Graphs.Run(Graphs.Image(3, 3, -9, -8, -7, -6, -5, -4, -3, -2, -1), 1, (g, x) => g.MaxPool("p", x, 3, 2, 1));
        Assert.Equal([-5, -4, -2, -1], y.Reals.ToArray());
    }

    [Fact]
    public void Max_pool_of_five_keeps_the_size_with_padding_two()
    {
        var y = Graphs.Run(Graphs.Image(1, 6, 0, 1, 0, 0, 0, 5), 1, (g, x) => g.MaxPool("p", x, 5, 1, 2));
        Assert.Equal([1, 1, 1, 5, 5, 5], y.Reals.ToArray());
    }

    [Fact]
    public void Pooled_spikes_stay_integer_spikes()
    {
        var y = Graphs.Run(Graphs.Image(2, 2, 0, 1, 2, 3), 2, (g, x) => g.MaxPool("p", g.Neuron("n", x, new ILif(4)), 2, 1, 0));
        Assert.True(y.IsSpikes);
        Assert.Equal([3, 3], y.Spikes.ToArray());
        Assert.Equal(4, y.MaxSpikes);
    }

    [Fact]
    public void Upsampling_repeats_pixels_in_both_directions()
    {
        var y = Graphs.Run(Graphs.Image(2, 2, 1, 2, 3, 4), 1, (g, x) => g.Upsample("u", x, 2));
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4], y.Reals.ToArray());
    }
}
