using System.Text.Json;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>A layer of neurons: input current in, spikes out, once per real time step; the state starts anew for every image.</summary>
/// <param name="Equation">Which equation.</param>
/// <param name="MaxSpikes">D or γ, the largest integer spike, 1…255 (1…127 for burst neurons); 1 for LIF.</param>
/// <param name="Decay">β, 0…1; 1 for burst neurons, which do not leak.</param>
/// <param name="Threshold">Firing threshold of LIF, above 0; I-LIF's is 1 for every unit, a burst neuron's is its
/// <see cref="Scale"/>.</param>
public sealed record Neuron(NeuronKind Equation, int MaxSpikes, float Decay, float Threshold) : Operation
{
    internal const string Word = "neuron";

    /// <summary>Largest γ of a burst neuron, whose spikes are signed bytes.</summary>
    public const int MostBurstSpikes = sbyte.MaxValue;

    private const string ScaleRole = "scale";
    private const string QuantumRole = "quantum";

    /// <summary>I-LIF (spec 1.1).</summary>
    public static Neuron ILif(int maxSpikes = 4, float decay = 0.25f) => new(NeuronKind.ILif, maxSpikes, decay, 1);

    /// <summary>LIF (spec 1.3).</summary>
    public static Neuron Lif(float decay = 0.25f, float threshold = 1) => new(NeuronKind.Lif, 1, decay, threshold);

    /// <summary>The burst integrate-and-fire neuron of a converted network (docs/spec/spicalib.md 1.2): current in the units of the ANN,
    /// spikes out,
    /// each of which stands for λ.</summary>
    /// <param name="parameters">γ up to <see cref="MostBurstSpikes"/> and the rest.</param>
    /// <param name="scale">λ, above 0: [1] for the layer, or [C].</param>
    public static Neuron BurstIf(BurstIfParameters parameters, WeightTensor scale) =>
        new(NeuronKind.BurstIf, parameters.MaxSpikes, 1, 1) { Burst = parameters, Scale = scale };

    /// <summary>The ANN twin's activation.</summary>
    public static Neuron Relu { get; } = new(NeuronKind.Relu, 1, 0, 1);

    /// <summary>ReLU and its kin: slope·x below 0, and no more than the ceiling.</summary>
    public static Neuron Rectifier(float slope = 0, float? ceiling = null) => Relu with { Slope = slope, Ceiling = ceiling };

    /// <summary>Slope of a LeakyReLU below 0; 0 for ReLU.</summary>
    public float Slope { get; init; }

    /// <summary>Largest value of a clipped ReLU, above 0; null for none.</summary>
    public float? Ceiling { get; init; }

    /// <summary>
    /// Of a quantised ReLU the size q of its steps, [1] or [C]: q·max(0, ⌊½ + x/q⌋) (docs/spec/spicalib.md 8.1); null for none.
    /// </summary>
    public WeightTensor? Quantum { get; init; }

    /// <summary>Parameters of a burst neuron.</summary>
    public BurstIfParameters Burst { get; init; }

    /// <summary>λ of a burst neuron, what one spike stands for: [1] for the layer, or [C]; null for other neurons.</summary>
    public WeightTensor? Scale { get; init; }

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <inheritdoc/>
    public override IEnumerable<(string Role, WeightTensor Tensor)> Weights =>
        Scale is not null ? [(ScaleRole, Scale)]
        : Quantum is not null ? [(QuantumRole, Quantum)]
        : [];

    /// <summary>Whether it emits spikes; ReLU does not.</summary>
    public bool IsSpiking => Equation != NeuronKind.Relu;

    /// <summary>Whether its spikes may be negative.</summary>
    public bool IsSigned => Equation == NeuronKind.BurstIf && Burst.IsSigned;

    /// <summary>The neurons of some channels of this layer.</summary>
    public Neuron OfChannels(int first, int count) =>
        this with
        {
            Scale = Part(Scale, first, count),
            Quantum = Part(Quantum, first, count),
        };

    /// <summary>Before the first step.</summary>
    internal NeuronMemory Start() => new(0, Neurons.BurstIf.Start<double>(Burst));

    /// <summary>One neuron's step.</summary>
    /// <param name="x">Input current of this real time step.</param>
    /// <param name="channel">Of the neuron.</param>
    /// <param name="t">Step, from 0.</param>
    /// <param name="memory">What the steps before have left.</param>
    internal NeuronStep Step(double x, int channel, int t, ref NeuronMemory memory)
    {
        if (Equation == NeuronKind.BurstIf)
        {
            double u = x * (1 / (double)Of(Scale!, channel)),
                before = memory.Burst.Membrane;
            var spikes = Neurons.BurstIf.Step(u, t, ref memory.Burst, Burst);
            return new NeuronStep(before + u, spikes, memory.Burst.Membrane);
        }
        var step =
            Equation == NeuronKind.ILif
                ? Neurons.ILif.Step(x, memory.AfterReset, MaxSpikes, Decay)
                : Neurons.Lif.Step(x, memory.AfterReset, Threshold, Decay);
        memory.AfterReset = step.AfterReset;
        return step;
    }

    // ReLU has no state: what is the same at every t stays so, and the ANN twin is computed once.
    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require(
            "maxSpikes",
            MaxSpikes,
            1,
            Equation switch
            {
                NeuronKind.ILif => 255,
                NeuronKind.BurstIf => MostBurstSpikes,
                _ => 1,
            }
        );
        if (!(Decay is >= 0 and <= 1))
            throw context.Error($"decay is {Decay}, wanted 0 to 1");
        if (!(Threshold > 0 && float.IsFinite(Threshold)))
            throw context.Error($"threshold is {Threshold}, wanted above 0");
        if (Equation != NeuronKind.Lif && Threshold != 1)
            throw context.Error($"threshold is {Threshold}, wanted 1: only LIF has another");
        context.RequireFinite("slope", Slope);
        if (Ceiling is { } ceiling && !(ceiling > 0 && float.IsFinite(ceiling)))
            throw context.Error($"ceiling is {ceiling}, wanted above 0");
        if (IsSpiking && (Slope != 0 || Ceiling is not null || Quantum is not null))
            throw context.Error("it has a slope, a ceiling or a quantum, which only ReLU has");
        if (Equation != NeuronKind.BurstIf && Scale is not null)
            throw context.Error("it has a scale, which only burst neurons have");
        if (Equation == NeuronKind.BurstIf)
            CheckBurst(context);
        Check(context, Scale, ScaleRole, inputs[0].Channels);
        Check(context, Quantum, QuantumRole, inputs[0].Channels);
        return inputs[0] with { Timed = IsSpiking || inputs[0].Timed };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var input = inputs[0];
        var current = input.ToReals();
        int count = (int)context.Shape.Count,
            plane = context.Shape.Plane,
            steps = context.Shape.Steps(context.TimeSteps);
        if (!IsSpiking)
        {
            var rectified = new double[current.Length];
            for (var i = 0; i < rectified.Length; i++)
                rectified[i] = Rectify(current[i], i % count / plane);
            return new ValueTensor(context.Shape, steps, rectified);
        }
        var spikes = new byte[count * steps];
        for (var i = 0; i < count; i++)
        {
            var memory = Start();
            for (var t = 0; t < steps; t++)
                spikes[t * count + i] = (byte)Step(current[input.Row(t) + i], i / plane, t, ref memory).Spikes;
        }
        return new ValueTensor(context.Shape, steps, spikes, MaxSpikes, IsSigned);
    }

    private double Rectify(double x, int channel)
    {
        if (Quantum is { } quantum)
        {
            double q = Of(quantum, channel);
            x = q * Math.Floor(0.5 + x / q);
        }
        if (x < 0)
            return Slope == 0 ? 0 : Slope * x;
        return Math.Min(x, Ceiling ?? double.PositiveInfinity);
    }

    private static float Of(WeightTensor tensor, int channel) => tensor.Values[tensor.Values.Length == 1 ? 0 : channel];

    private static WeightTensor? Part(WeightTensor? tensor, int first, int count) =>
        tensor is null || tensor.Values.Length == 1 ? tensor : new WeightTensor([count], tensor.Values.Slice(first, count).ToArray());

    private void CheckBurst(ShapeContext context)
    {
        if (Scale is null)
            throw context.Error("a burst neuron has no scale");
        if (Burst.MaxSpikes != MaxSpikes)
            throw context.Error($"γ is {Burst.MaxSpikes} and maxSpikes {MaxSpikes}, wanted the same");
        if (!(Math.Abs(Burst.InitialMembrane) <= 1))
            throw context.Error($"initialMembrane is {Burst.InitialMembrane}, wanted −1 to 1");
        context.Require("allowance", Burst.Allowance, 0, GraphShapes.MaxTimeSteps);
        if (!(Burst.NegativeSlope is >= 0 and <= 1))
            throw context.Error($"negativeSlope is {Burst.NegativeSlope}, wanted 0 to 1");
        if (Burst is { NegativeSlope: > 0, Calibration: not SpikeCalibration.None })
            throw context.Error("a neuron with a negative slope has no calibration");
        if (Burst is { ResetsToZero: true, MaxSpikes: > 1 })
            throw context.Error("only a neuron of one spike a step resets to zero");
    }

    private static void Check(ShapeContext context, WeightTensor? tensor, string role, int channels)
    {
        if (tensor is null)
            return;
        if (tensor.Shape.Count != 1 || (tensor.Shape[0] != 1 && tensor.Shape[0] != channels))
            throw context.Error($"the {role} has shape {tensor}, wanted [1] or [{channels}]");
        foreach (var value in tensor.Values)
        {
            if (!(value > 0))
                throw context.Error($"the {role} holds {value}, wanted numbers above 0");
        }
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString(
            "equation",
            Equation switch
            {
                NeuronKind.ILif => "ilif",
                NeuronKind.Lif => "lif",
                NeuronKind.BurstIf => "burst",
                _ => "relu",
            }
        );
        json.WriteNumber("maxSpikes", MaxSpikes);
        json.WriteNumber("decay", Decay);
        json.WriteNumber("threshold", Threshold);
        if (Slope != 0)
            json.WriteNumber("slope", Slope);
        if (Ceiling is { } ceiling)
            json.WriteNumber("ceiling", ceiling);
        if (Quantum is not null)
            json.WriteBoolean("quantised", true);
        if (Equation != NeuronKind.BurstIf)
            return;
        json.WriteNumber("initialMembrane", Burst.InitialMembrane);
        json.WriteString("calibration", CalibrationWords[(int)Burst.Calibration]);
        json.WriteNumber("allowance", Burst.Allowance);
        json.WriteBoolean("restoresMembrane", Burst.RestoresMembrane);
        json.WriteNumber("negativeSlope", Burst.NegativeSlope);
        json.WriteBoolean("resetsToZero", Burst.ResetsToZero);
    }

    private static string[] CalibrationWords { get; } = ["none", "published", "corrected", "signed"];

    internal static Operation Read(OperationFields fields)
    {
        var equation = fields.Word("equation") switch
        {
            "ilif" => NeuronKind.ILif,
            "lif" => NeuronKind.Lif,
            "relu" => NeuronKind.Relu,
            "burst" => NeuronKind.BurstIf,
            var other => throw fields.Error($"equation '{other}' is unknown, wanted ilif, lif, relu or burst"),
        };
        var maxSpikes = fields.Integer("maxSpikes");
        var neuron = new Neuron(equation, maxSpikes, fields.Real("decay"), fields.Real("threshold"))
        {
            Slope = fields.Real("slope", absent: 0),
            Ceiling = fields.Has("ceiling") ? fields.Real("ceiling") : null,
            Quantum = fields.Boolean("quantised", absent: false) ? fields.Weight(QuantumRole) : null,
        };
        return equation != NeuronKind.BurstIf
            ? neuron
            : neuron with
            {
                Burst = ReadBurst(fields, maxSpikes),
                Scale = fields.Weight(ScaleRole),
            };
    }

    private static BurstIfParameters ReadBurst(OperationFields fields, int maxSpikes)
    {
        var initialMembrane = fields.Number("initialMembrane");
        var word = fields.Word("calibration");
        var calibration = Array.IndexOf(CalibrationWords, word);
        if (calibration < 0)
            throw fields.Error($"calibration '{word}' is unknown, wanted {string.Join(", ", CalibrationWords)}");
        return new BurstIfParameters(
            maxSpikes,
            initialMembrane,
            (SpikeCalibration)calibration,
            fields.Integer("allowance"),
            fields.Boolean("restoresMembrane"),
            fields.Number("negativeSlope"),
            fields.Boolean("resetsToZero")
        );
    }
}
