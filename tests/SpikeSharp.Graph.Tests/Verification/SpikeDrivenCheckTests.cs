using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;

namespace SpikeSharp.Graph.Tests.Verification;

public sealed class SpikeDrivenCheckTests
{
    private static readonly WeightTensor One = Graphs.Weight([1], 1, 1, 1, 1);

    private static SpikeDrivenReport Check(Func<GraphBuilder, GraphValue, GraphValue> build)
    {
        var g = new GraphBuilder(Graphs.Info());
        g.Output("y", build(g, g.Input(1)));
        return SpikeDrivenCheck.Run(g.Build());
    }

    [Fact]
    public void A_network_of_neurons_and_convolutions_passes_and_its_layers_are_counted()
    {
        var report = SpikeDrivenCheck.Run(Graphs.Small());
        Assert.True(report.IsSpikeDriven);
        Assert.Equal(["model.1"], report.ImageLayers);
        Assert.Equal(["model.2.conv", "model.3.conv"], report.SpikeLayers);
    }

    [Fact]
    public void A_segmenter_by_queries_passes_and_what_is_left_of_real_numbers_is_named()
    {
        var report = SpikeDrivenCheck.Run(Graphs.Queries());
        Assert.True(report.IsSpikeDriven);
        Assert.Equal(["stem"], report.ImageLayers);
        Assert.Equal(["weights", "values", "offsets", "samples", "attention", "classes", "masks"], report.SpikeLayers);
        // Neither the image's normalisation nor the masks, which spikes make sums of real numbers.
        Assert.Equal(["samples", "positions", "queries", "larger", "semantic"], report.RealOperations.Select(operation => operation.Node));
    }

    [Fact]
    public void Samples_and_masks_want_spikes_where_they_add()
    {
        var report = Check(
            (g, x) =>
            {
                var s = g.Neuron("n", x, new ILif());
                return g.Add("samples", new DeformableSampling(1, 1, 1), s, g.Concat("offsets", s, s), g.Convolution("c", s, One));
            }
        );
        Assert.Contains("'c' (convolution)", Assert.Single(report.Violations).Reason, StringComparison.Ordinal);
        var masks = Check((g, x) => g.Add("masks", new MaskProduct(1), g.Neuron("n", x, new Relu()), x));
        Assert.Contains("ReLU", Assert.Single(masks.Violations).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_convolution_behind_a_convolution_is_named()
    {
        var report = Check((g, x) => g.Convolution("second", g.Convolution("first", x, One), One));
        var violation = Assert.Single(report.Violations);
        Assert.Equal("second", violation.Node);
        Assert.Contains("'first' (convolution)", violation.Reason);
        Assert.False(report.IsSpikeDriven);
    }

    [Fact]
    public void The_relu_twin_fails_and_every_layer_is_named()
    {
        var report = Check(
            (g, x) =>
            {
                for (var i = 0; i < 3; i++)
                    x = g.Convolution($"c{i}", g.Neuron($"n{i}", x, new Relu()), One);
                return x;
            }
        );
        Assert.Equal(["c0", "c1", "c2"], report.Violations.Select(v => v.Node));
        Assert.All(report.Violations, v => Assert.Contains("ReLU", v.Reason));
    }

    [Fact]
    public void Spikes_stay_spikes_through_pools_upsampling_and_joins_but_not_through_adds_and_means()
    {
        Assert.True(
            Check(
                (g, x) => g.Convolution("c", g.Upsample("u", g.MaxPool("p", g.Neuron("n", x, new ILif()), 3, 1, 1), 2), One)
            ).IsSpikeDriven
        );
        Assert.Contains(
            "(add)",
            Check(
                (g, x) =>
                {
                    var s = g.Neuron("n", x, new ILif());
                    return g.Convolution("c", g.Add("a", s, s), One);
                }
            )
                .Violations[0]
                .Reason
        );
        Assert.Contains(
            "(timemean)",
            Check((g, x) => g.Convolution("c", g.TimeMean("m", g.Neuron("n", x, new Lif())), One)).Violations[0].Reason
        );
    }

    [Fact]
    public void Several_layers_may_see_the_image_but_none_may_mix_it_with_spikes()
    {
        Assert.Equal(
            ["a", "b"],
            Check((g, x) => g.Add("s", g.Convolution("a", x, One), g.Convolution("b", g.MaxPool("p", x, 1, 1, 0), One))).ImageLayers
        );
        var two = Graphs.Weight([1, 1], 1, 2, 1, 1);
        var mixed = Check((g, x) => g.Convolution("c", g.Concat("j", x, g.Neuron("n", x, new ILif())), two));
        Assert.Contains("'j' mixes spikes with the image", Assert.Single(mixed.Violations).Reason);
    }

    [Fact]
    public void Joining_spikes_with_real_numbers_gives_real_numbers()
    {
        var two = Graphs.Weight([1, 1], 1, 2, 1, 1);
        var report = Check((g, x) => g.Convolution("c", g.Concat("j", g.Neuron("n", x, new ILif()), g.Convolution("real", x, One)), two));
        Assert.Contains("'real'", Assert.Single(report.Violations).Reason);
    }
}
