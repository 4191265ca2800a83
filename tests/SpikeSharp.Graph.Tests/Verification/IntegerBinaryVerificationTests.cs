using FsCheck;
using FsCheck.Fluent;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Graph.Verification;

namespace SpikeSharp.Graph.Tests.Verification;

public sealed class IntegerBinaryVerificationTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(1, 4)]
    [InlineData(1, 8)]
    [InlineData(2, 1)]
    [InlineData(2, 2)]
    [InlineData(2, 4)]
    [InlineData(2, 8)]
    [InlineData(4, 1)]
    [InlineData(4, 2)]
    [InlineData(4, 4)]
    [InlineData(4, 8)]
    public void Random_networks_of_ILif_give_the_same_spikes_as_integers_and_as_binary_steps(int timeSteps, int maxSpikes) =>
        Hold(timeSteps, () => new ILif(maxSpikes));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(4)]
    public void Random_networks_of_Lif_give_the_same_spikes_as_integers_and_as_binary_steps(int timeSteps) =>
        Hold(timeSteps, () => new Lif(0.5f, 0.75f));

    private static void Hold(int timeSteps, Func<Neuron> neuron)
    {
        long compared = 0;
        var property = Prop.ForAll(Gen.Choose(0, 1 << 20).ToArbitrary(), seed =>
        {
            var graph = Graphs.Network(seed, timeSteps, neuron);
            var random = new System.Random(seed);
            var images = Enumerable.Range(0, 2).Select(_ => Graphs.Image(random, 3, graph.Info.ImageSize, graph.Info.ImageSize));
            var report = IntegerBinaryVerification.Run(graph, images);
            compared += report.Compared;
            Assert.True(report.Passed, $"seed {seed}: {report.Differing} of {report.Compared} spikes differ");
            Assert.Equal(2, report.Images);
            Assert.InRange(report.LargestOutputDifference, 0, 1e-9);
        });
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(25).WithReplay(new Replay(new Rnd(2407, 20709), null)), property);
        Assert.True(compared > 1000);
    }

    [Fact]
    public void Every_spiking_layer_has_its_row_and_the_counts_add_up()
    {
        var report = IntegerBinaryVerification.Run(
            Graphs.Small(timeSteps: 2),
            [Graphs.Image(new System.Random(1), 3, 8, 8), Graphs.Image(new System.Random(2), 3, 8, 8)]
        );
        Assert.Equal([new NeuronComparison("model.2.lif", 256, 0), new NeuronComparison("model.3.lif", 256, 0)], report.Layers);
        Assert.Equal((512, 0), (report.Compared, report.Differing));
        Assert.Equal(2 * 8 * 8 * 8, Assert.Single(report.Outputs).Compared);
    }

    [Fact]
    public void A_network_without_spikes_proves_nothing()
    {
        var g = new GraphBuilder(Graphs.Info());
        g.Output("y", g.Neuron("r", g.Input(3), new Relu()));
        Assert.False(IntegerBinaryVerification.Run(g.Build(), [Graphs.Image(new System.Random(1), 3, 8, 8)]).Passed);
    }
}
