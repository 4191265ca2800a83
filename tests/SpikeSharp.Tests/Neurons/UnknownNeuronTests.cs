using System.Runtime.CompilerServices;
using SpikeSharp.Checkpoints;
using SpikeSharp.Graph;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Models.SpikeYolo;
using SpikeSharp.Neurons;
using SpikeSharp.Torch;

namespace SpikeSharp.Tests.Neurons;

/// <summary>A new neuron that nobody was told of is never trained, compiled, or described as another.</summary>
public sealed class UnknownNeuronTests
{
    private static readonly NeuronOptions Options = new((NeuronKind)99, TimeSteps: 2);

    public static TheoryData<string, Action> Doors =>
        new()
        {
            { "a step of training", () => Layer(Options with { TimeSteps = 1 }).Call(Tensor.RandomNormal(1, 1, 1, 1)) },
            { "steps of training", () => Layer(Options).Call(Tensor.RandomNormal(2, 1, 1, 1)) },
            { "compilation", () => Emit(Options) },
            { "what a spike is worth", () => _ = Options.Quantum },
            { "whether it spikes", () => Options.Kind.IsSpiking() },
            { "whether it is trained", () => Options.Kind.IsTrained() },
            { "its name", () => Options.Kind.Word() },
            { "a checkpoint", () => Describe(Options) },
        };

    [Theory]
    [MemberData(nameof(Doors))]
    public void No_door_takes_an_unknown_neuron_for_another(string door, Action open)
    {
        var thrown = Record.Exception(open);
        Assert.True(thrown is SwitchExpressionException && thrown.Message.Contains("99"), $"{door}: {thrown}");
    }

    [Fact]
    public void What_is_trained_is_not_what_comes_from_a_conversion()
    {
        Assert.Equal(["ilif", "nilif", "lif", "relu"], TrainedNeurons.Words);
        Assert.Equal(NeuronKind.NiLif, TrainedNeurons.Find("NiLIF"));
        Assert.All(new[] { "burst", "burstif", "0", "" }, word => Assert.Null(TrainedNeurons.Find(word)));
        var burst = new NeuronOptions(NeuronKind.BurstIf);
        const string Reason = "no network is trained with the neuron 'burst'; there are ilif, nilif, lif, relu";
        Assert.Equal(Reason, Assert.Throws<NotSupportedException>(() => Layer(burst).Call(Tensor.RandomNormal(1, 1, 1, 1))).Message);
        Assert.Equal(Reason, Assert.Throws<NotSupportedException>(() => Emit(burst)).Message);
    }

    private static Neuron Layer(NeuronOptions options) => new("here", new SpikingContext(options, 1e-3, 0.03));

    private static void Emit(NeuronOptions options)
    {
        var g = new GraphBuilder(new GraphInfo("net", 1, 8));
        Layer(options).Emit(g, g.Input(1));
    }

    private static void Describe(NeuronOptions options) =>
        _ = new ModelDescription(new SpikeYoloOptions(SpikeYoloVariant.All[0], 1, options), ["cell"], 64).ToJson();
}
