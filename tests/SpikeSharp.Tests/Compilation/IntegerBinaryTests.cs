using SpikeSharp.Checkpoints;
using SpikeSharp.Compilation;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Verification;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Tests.Blocks;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Compilation;

public sealed class IntegerBinaryTests
{
    public static TheoryData<int, int> TimeStepsAndSpikes()
    {
        var cases = new TheoryData<int, int>();
        foreach (var t in (int[])[1, 2, 4])
        foreach (var d in (int[])[1, 2, 4, 8])
            cases.Add(t, d);
        return cases;
    }

    [Theory]
    [MemberData(nameof(TimeStepsAndSpikes))]
    public void A_random_network_fires_the_same_in_integers_and_in_virtual_time_steps(int timeSteps, int maxSpikes) =>
        Verify(new NeuronOptions(NeuronKind.ILif, timeSteps, maxSpikes));

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void So_does_one_of_Lif_neurons(int timeSteps) => Verify(new NeuronOptions(NeuronKind.Lif, timeSteps, 1));

    [Fact]
    public void The_check_names_every_layer_of_a_ReLU_twin_but_the_first()
    {
        var report = SpikeDrivenCheck.Run(Compile(new NeuronOptions(NeuronKind.Relu)));
        Assert.False(report.IsSpikeDriven);
        Assert.Equal(["model.1.encode_conv"], report.ImageLayers);
        Assert.Equal(88, report.Violations.Count);
    }

    private static void Verify(NeuronOptions neuron)
    {
        var graph = Compile(neuron);
        Assert.True(SpikeDrivenCheck.Run(graph).IsSpikeDriven);
        var random = new Random(7);
        var images = Enumerable
            .Range(0, 2)
            .Select(_ => new InputTensor(3, 64, 64, [.. Enumerable.Range(0, 3 * 64 * 64).Select(_ => random.NextSingle())]));
        var report = IntegerBinaryVerification.Run(graph, images);
        Assert.Equal(88, report.Layers.Count);
        Assert.True(report.Passed, $"{report.Differing} of {report.Compared} spikes differ");
    }

    // Random statistics keep all layers firing; a fresh network would fall silent after a few.
    private static SpikeGraph Compile(NeuronOptions neuron)
    {
        TorchRuntime.Seed(3);
        using var model = new SpikeYolo(new SpikeYoloOptions(new SpikeYoloVariant("custom", 0.33, 0.0625), 3, neuron));
        MergedConvolutionTests.Randomise(model.Weights);
        return GraphCompiler.Compile(model, new ModelDescription(model.Options, ["a", "b", "c"], 64));
    }
}
