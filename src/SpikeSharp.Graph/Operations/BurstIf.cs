using System.Numerics;
using System.Text.Json;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>The burst integrate-and-fire neuron of converted networks (docs/spec/spicalib.md 1.2, 2.5 and 6.2), and the calibrations
/// behind it: current in the units of the ANN, spikes out, each of which stands for λ.</summary>
/// <param name="Parameters">γ up to <see cref="SpikeLimit"/> and the rest.</param>
/// <param name="Scale">λ, above 0: [1] for the layer, or [C].</param>
public sealed record BurstIf(BurstIfParameters Parameters, WeightTensor Scale) : SpikingNeuron
{
    /// <summary>Largest γ: spikes are signed bytes.</summary>
    public const int SpikeLimit = sbyte.MaxValue;

    private const string ScaleRole = "scale";

    /// <inheritdoc/>
    public override NeuronKind Equation => NeuronKind.BurstIf;

    /// <inheritdoc/>
    public override int MaxSpikes => Parameters.MaxSpikes;

    /// <inheritdoc/>
    public override bool IsSigned => Parameters.IsSigned;

    /// <inheritdoc/>
    public override bool IsRising => true;

    /// <inheritdoc/>
    public override IEnumerable<(string Role, WeightTensor Tensor)> Weights => [(ScaleRole, Scale)];

    /// <summary>Before the first step.</summary>
    public static BurstIfState<T> Start<T>(in BurstIfParameters p)
        where T : struct, IBinaryFloatingPointIeee754<T> => new(T.CreateTruncating(p.InitialMembrane));

    /// <summary>v ← v + u; n = clamp(⌊v⌋, 0, γ); v ← v − n; then the calibration.</summary>
    /// <param name="u">Input current in units of the threshold: x / λ.</param>
    /// <param name="t">Step, from 0.</param>
    /// <param name="state">What the steps before have left.</param>
    /// <param name="p">Parameters.</param>
    /// <returns>Spikes −γ…γ; negative ones take back earlier ones, or are those of a LeakyReLU.</returns>
    public static int Step<T>(T u, int t, ref BurstIfState<T> state, in BurstIfParameters p)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        var v = state.Membrane + u;
        var n = Whole(v, p.MaxSpikes);
        if (p.NegativeSlope > 0)
        {
            // The negative threshold is −1/α, so that a constant current u < 0 gives α·u on average.
            var slope = T.CreateTruncating(p.NegativeSlope);
            var back = Whole(-v * slope, p.MaxSpikes);
            state.Membrane = v - T.CreateTruncating(n) + T.CreateTruncating(back) / slope;
            return n - back;
        }
        if (p.Calibration == SpikeCalibration.Signed && v < T.Zero)
            n = -(int)Math.Min(state.Net, Whole(T.Ceiling(-v), p.MaxSpikes));
        state.Membrane = p.ResetsToZero && n > 0 ? T.Zero : v - T.CreateTruncating(n);
        switch (p.Calibration)
        {
            case SpikeCalibration.Signed:
                state.Net += n;
                return n;
            case SpikeCalibration.None:
                return n;
            default:
                var sent = Calibrate(n, t, ref state, in p);
                if (p is { Calibration: SpikeCalibration.Corrected, RestoresMembrane: true } && sent < 0)
                    state.Membrane += T.One;
                return sent;
        }
    }

    // Comparisons in this order send NaN to 0 spikes.
    private static int Whole<T>(T v, int most)
        where T : struct, IBinaryFloatingPointIeee754<T> =>
        v >= T.CreateTruncating(most) ? most
        : v >= T.One ? int.CreateTruncating(v)
        : 0;

    /// <summary>One step of the published (2.2) or the corrected (2.4) calibration: a neuron that stays silent longer than is usual for it,
    /// and a steps more, takes one spike back a step.</summary>
    /// <param name="n">Spikes of the neuron, 0 or more.</param>
    /// <param name="t">Step, from 0.</param>
    /// <param name="state">All but the membrane is read and written.</param>
    /// <param name="p">Which calibration, and its allowance.</param>
    /// <returns>n, or −1, or 0 where the published rule withholds what it wrongly believes to be owed.</returns>
    public static int Calibrate<T>(int n, int t, ref BurstIfState<T> state, in BurstIfParameters p)
        where T : struct, IBinaryFloatingPointIeee754<T>
    {
        if (n > 0)
        {
            state.Firings++;
            state.Interval = (t - state.LastFiring + state.Interval * (state.Firings - 1)) / state.Firings;
            state.LastFiring = t;
        }
        var sent = t - state.LastFiring > state.Interval + p.Allowance ? n - 1 : n;
        if (p.Calibration == SpikeCalibration.Published)
        {
            state.Net += sent;
            return state.Net <= -1 ? 0 : sent;
        }
        if (state.Net + sent < 0)
            sent = 0;
        state.Net += sent;
        return sent;
    }

    /// <inheritdoc/>
    public override NeuronMemory Start() => new() { Burst = Start<double>(Parameters) };

    /// <inheritdoc/>
    public override NeuronStep Step(double x, int channel, int t, ref NeuronMemory memory)
    {
        double u = x * (1 / (double)Of(Scale, channel)),
            before = memory.Burst.Membrane;
        var spikes = Step(u, t, ref memory.Burst, Parameters);
        return new NeuronStep(before + u, spikes, memory.Burst.Membrane);
    }

    /// <inheritdoc/>
    public override Neuron OfChannels(int first, int count) => this with { Scale = Part(Scale, first, count) };

    private protected override void Check(ShapeContext context, int channels)
    {
        CheckSpikes(context, MaxSpikes, SpikeLimit);
        if (!(Math.Abs(Parameters.InitialMembrane) <= 1))
            throw context.Error($"initialMembrane is {Parameters.InitialMembrane}, wanted −1 to 1");
        context.Require("allowance", Parameters.Allowance, 0, GraphShapes.MaxTimeSteps);
        if (!(Parameters.NegativeSlope is >= 0 and <= 1))
            throw context.Error($"negativeSlope is {Parameters.NegativeSlope}, wanted 0 to 1");
        if (Parameters is { NegativeSlope: > 0, Calibration: not SpikeCalibration.None })
            throw context.Error("a neuron with a negative slope has no calibration");
        if (Parameters is { ResetsToZero: true, MaxSpikes: > 1 })
            throw context.Error("only a neuron of one spike a step resets to zero");
        CheckPositive(context, Scale, ScaleRole, channels);
    }

    private protected override (int MaxSpikes, float Decay, float Threshold) Common => (MaxSpikes, 1, 1);

    private protected override void WriteOwn(Utf8JsonWriter json)
    {
        json.WriteNumber("initialMembrane", Parameters.InitialMembrane);
        json.WriteString("calibration", OperationFields.Word(Parameters.Calibration));
        json.WriteNumber("allowance", Parameters.Allowance);
        json.WriteBoolean("restoresMembrane", Parameters.RestoresMembrane);
        json.WriteNumber("negativeSlope", Parameters.NegativeSlope);
        json.WriteBoolean("resetsToZero", Parameters.ResetsToZero);
    }

    internal static BurstIf FromFile((int MaxSpikes, float Decay, float Threshold) common, OperationFields fields)
    {
        var parameters = new BurstIfParameters(
            common.MaxSpikes,
            fields.Number("initialMembrane"),
            fields.Choice<SpikeCalibration>("calibration"),
            fields.Integer("allowance"),
            fields.Boolean("restoresMembrane"),
            fields.Number("negativeSlope"),
            fields.Boolean("resetsToZero")
        );
        return new BurstIf(parameters, fields.Weight(ScaleRole));
    }
}
