using System.Text.Json;
using SpikeSharp.Graph.Neurons;
using SpikeSharp.Graph.Operations;

namespace SpikeSharp.Graph.Tests.Operations;

/// <summary>A new neuron that nobody was told of: whoever must know it has to complain, and may not take it for another.</summary>
internal sealed record UnknownNeuron : SpikingNeuron
{
    /// <summary>No member of the enumeration.</summary>
    public const NeuronKind Unknown = (NeuronKind)99;

    public override NeuronKind Equation => Unknown;

    public override int MaxSpikes => 3;

    public override bool IsSigned => false;

    public override bool IsRising => true;

    /// <summary>One convolution between an image and such neurons.</summary>
    public static SpikeGraph Network(int timeSteps = 1)
    {
        var g = new GraphBuilder(new GraphInfo("unknown", timeSteps, 8));
        var weight = new WeightTensor([2, 1, 1, 1], [2.5f, 1]);
        var spikes = g.Neuron("spikes", g.Convolution("conv", g.Input(1), weight), new UnknownNeuron());
        g.Output("y", g.Convolution("last", spikes, new WeightTensor([1, 2, 1, 1], [1, 1])));
        return g.Build();
    }

    public override Neuron OfChannels(int first, int count) => this;

    public override NeuronMemory Start() => default;

    public override NeuronStep Step(double x, int channel, int t, ref NeuronMemory memory) => new(x, Math.Clamp((int)x, 0, MaxSpikes), 0);

    private protected override void Check(ShapeContext context, int channels) { }

    private protected override (int MaxSpikes, float Decay, float Threshold) Common => (MaxSpikes, 0, 1);

    private protected override void WriteOwn(Utf8JsonWriter json) { }
}
