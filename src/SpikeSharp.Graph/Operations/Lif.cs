using System.Text.Json;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>LIF, the paper's binary neuron (docs/spec/spikeyolo.md 1.3); not the same as I-LIF with D = 1, which fires above 1/2.</summary>
/// <param name="Decay">β, 0 to 1.</param>
/// <param name="Threshold">θ, above 0.</param>
public sealed record Lif(float Decay = ILif.UsualDecay, float Threshold = Lif.UsualThreshold) : SpikingNeuron
{
    /// <summary>θ where nobody says otherwise.</summary>
    public const float UsualThreshold = 1;

    /// <inheritdoc/>
    public override NeuronKind Equation => NeuronKind.Lif;

    /// <inheritdoc/>
    public override int MaxSpikes => 1;

    /// <inheritdoc/>
    public override bool IsSigned => false;

    /// <inheritdoc/>
    public override bool IsRising => true;

    /// <summary>U[t] = β·(U[t−1] − θ·S[t−1]) + X[t];  S[t] = 1 if U[t] ≥ θ else 0  (the paper's eq. 8–10).</summary>
    /// <param name="x">X[t], input current.</param>
    /// <param name="afterReset">U[t−1] − θ·S[t−1]; 0 before the first step.</param>
    /// <param name="threshold">θ.</param>
    /// <param name="decay">β.</param>
    public static NeuronStep Step(double x, double afterReset, double threshold, double decay)
    {
        var u = decay * afterReset + x;
        var s = u >= threshold ? 1 : 0;
        return new NeuronStep(u, s, u - threshold * s);
    }

    /// <inheritdoc/>
    public override NeuronMemory Start() => default;

    /// <inheritdoc/>
    public override NeuronStep Step(double x, int channel, int t, ref NeuronMemory memory)
    {
        var step = Step(x, memory.AfterReset, Threshold, Decay);
        memory.AfterReset = step.AfterReset;
        return step;
    }

    /// <inheritdoc/>
    public override Neuron OfChannels(int first, int count) => this;

    private protected override void Check(ShapeContext context, int channels)
    {
        CheckDecay(context, Decay);
        if (!(Threshold > 0 && float.IsFinite(Threshold)))
            throw context.Error($"threshold is {Threshold}, wanted above 0");
    }

    private protected override (int MaxSpikes, float Decay, float Threshold) Common => (MaxSpikes, Decay, Threshold);

    private protected override void WriteOwn(Utf8JsonWriter json) { }

    internal static Lif FromFile((int MaxSpikes, float Decay, float Threshold) common) => new(common.Decay, common.Threshold);
}
