using System.Text.Json;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>I-LIF, the integer leaky integrate-and-fire neuron of SpikeYOLO (docs/spec/spikeyolo.md 1.1).</summary>
/// <param name="MaxSpikes">D, 1 to <see cref="SpikeLimit"/>.</param>
/// <param name="Decay">β, 0 to 1.</param>
public sealed record ILif(int MaxSpikes = ILif.UsualMaxSpikes, float Decay = ILif.UsualDecay) : SpikingNeuron
{
    /// <summary>D where nobody says otherwise.</summary>
    public const int UsualMaxSpikes = 4;

    /// <summary>β where nobody says otherwise.</summary>
    public const float UsualDecay = 0.25f;

    /// <summary>Largest D: spikes are bytes.</summary>
    public const int SpikeLimit = byte.MaxValue;

    /// <inheritdoc/>
    public override NeuronKind Equation => NeuronKind.ILif;

    /// <inheritdoc/>
    public override int MaxSpikes { get; } = MaxSpikes;

    /// <inheritdoc/>
    public override bool IsSigned => false;

    /// <inheritdoc/>
    public override bool IsRising => true;

    /// <summary>U[t] = β·(U[t−1] − S[t−1]) + X[t];  S[t] = round-half-even(clip(U[t], 0, D))  (the paper's eq. 11).</summary>
    /// <param name="x">X[t], input current.</param>
    /// <param name="afterReset">U[t−1] − S[t−1]; 0 before the first step.</param>
    /// <param name="maxSpikes">D.</param>
    /// <param name="decay">β.</param>
    public static NeuronStep Step(double x, double afterReset, int maxSpikes, double decay)
    {
        var u = decay * afterReset + x;
        // Comparisons in this order send NaN to 0 spikes.
        var s =
            u >= maxSpikes ? maxSpikes
            : u > 0 ? (int)Math.Round(u, MidpointRounding.ToEven)
            : 0;
        return new NeuronStep(u, s, u - s);
    }

    /// <inheritdoc/>
    public override NeuronMemory Start() => default;

    /// <inheritdoc/>
    public override NeuronStep Step(double x, int channel, int t, ref NeuronMemory memory)
    {
        var step = Step(x, memory.AfterReset, MaxSpikes, Decay);
        memory.AfterReset = step.AfterReset;
        return step;
    }

    /// <inheritdoc/>
    public override Neuron OfChannels(int first, int count) => this;

    private protected override void Check(ShapeContext context, int channels)
    {
        CheckSpikes(context, MaxSpikes, SpikeLimit);
        CheckDecay(context, Decay);
    }

    private protected override (int MaxSpikes, float Decay, float Threshold) Common => (MaxSpikes, Decay, 1);

    private protected override void WriteOwn(Utf8JsonWriter json) { }

    internal static ILif FromFile((int MaxSpikes, float Decay, float Threshold) common) => new(common.MaxSpikes, common.Decay);
}
