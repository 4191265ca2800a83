using System.Text.Json;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>A layer of neurons: input current in, spikes out, once per real time step; the state starts at zero for every image.</summary>
/// <param name="Equation">Which equation.</param>
/// <param name="MaxSpikes">D, the largest integer spike, 1…255; 1 for LIF.</param>
/// <param name="Decay">β, 0…1.</param>
/// <param name="Threshold">Firing threshold of LIF, above 0; I-LIF's is 1 for every unit.</param>
public sealed record Neuron(NeuronKind Equation, int MaxSpikes, float Decay, float Threshold) : Operation
{
    internal const string Word = "neuron";

    /// <summary>I-LIF (spec 1.1).</summary>
    public static Neuron ILif(int maxSpikes = 4, float decay = 0.25f) => new(NeuronKind.ILif, maxSpikes, decay, 1);

    /// <summary>LIF (spec 1.3).</summary>
    public static Neuron Lif(float decay = 0.25f, float threshold = 1) => new(NeuronKind.Lif, 1, decay, threshold);

    /// <summary>The ANN twin's activation.</summary>
    public static Neuron Relu { get; } = new(NeuronKind.Relu, 1, 0, 1);

    /// <summary>An activation of an imported network: slope·x below zero, x above, and no more than the ceiling.</summary>
    public static Neuron Rectifier(float slope = 0, float? ceiling = null) => Relu with { Slope = slope, Ceiling = ceiling };

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <summary>What a ReLU multiplies numbers below zero by; 0 but for a leaky one.</summary>
    public float Slope { get; init; }

    /// <summary>The largest number that a ReLU gives, above 0; null for no bound.</summary>
    public float? Ceiling { get; init; }

    /// <summary>Whether it emits spikes; ReLU does not.</summary>
    public bool IsSpiking => Equation != NeuronKind.Relu;

    /// <summary>One neuron's step.</summary>
    /// <param name="x">Input current of this real time step.</param>
    /// <param name="h">Potential after the previous step's reset, 0 before the first.</param>
    internal NeuronStep Step(double x, double h) =>
        Equation == NeuronKind.ILif ? Neurons.ILif.Step(x, h, MaxSpikes, Decay) : Neurons.Lif.Step(x, h, Threshold, Decay);

    // ReLU has no state: what is the same at every t stays so, and the ANN twin is computed once.
    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("maxSpikes", MaxSpikes, 1, Equation == NeuronKind.ILif ? 255 : 1);
        if (!(Decay is >= 0 and <= 1)) throw context.Error($"decay is {Decay}, wanted 0 to 1");
        if (!(Threshold > 0 && float.IsFinite(Threshold))) throw context.Error($"threshold is {Threshold}, wanted above 0");
        if (Equation != NeuronKind.Lif && Threshold != 1) throw context.Error($"threshold is {Threshold}, wanted 1: only LIF has another");
        context.RequireFinite("slope", Slope);
        if (Ceiling is { } ceiling && !(ceiling > 0 && float.IsFinite(ceiling))) throw context.Error($"ceiling is {ceiling}, wanted above 0");
        if (IsSpiking && (Slope != 0 || Ceiling is not null)) throw context.Error("it has a slope or a ceiling, which only ReLU has");
        return inputs[0] with { Timed = IsSpiking || inputs[0].Timed };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var input = inputs[0];
        var current = input.ToReals();
        int count = (int)context.Shape.Count, steps = context.Shape.Steps(context.TimeSteps);
        if (!IsSpiking)
            return new ValueTensor(context.Shape, steps, Array.ConvertAll(current, Rectified));
        var spikes = new byte[count * steps];
        for (int i = 0; i < count; i++)
        {
            double h = 0;
            for (int t = 0; t < steps; t++)
            {
                var step = Step(current[input.Row(t) + i], h);
                spikes[t * count + i] = (byte)step.Spikes;
                h = step.AfterReset;
            }
        }
        return new ValueTensor(context.Shape, steps, spikes, MaxSpikes);
    }

    private double Rectified(double x) => x < 0 ? Slope * x : Math.Min(x, Ceiling ?? double.PositiveInfinity);

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("equation", Equation switch { NeuronKind.ILif => "ilif", NeuronKind.Lif => "lif", _ => "relu" });
        json.WriteNumber("maxSpikes", MaxSpikes);
        json.WriteNumber("decay", Decay);
        json.WriteNumber("threshold", Threshold);
        if (Slope != 0) json.WriteNumber("slope", Slope);
        if (Ceiling is { } ceiling) json.WriteNumber("ceiling", ceiling);
    }

    internal static Operation Read(OperationFields fields) => new Neuron(
        fields.Word("equation") switch
        {
            "ilif" => NeuronKind.ILif,
            "lif" => NeuronKind.Lif,
            "relu" => NeuronKind.Relu,
            var other => throw fields.Error($"equation '{other}' is unknown, wanted ilif, lif or relu"),
        },
        fields.Integer("maxSpikes"), fields.Real("decay"), fields.Real("threshold"))
    {
        Slope = fields.Real("slope", absent: 0),
        Ceiling = fields.Has("ceiling") ? fields.Real("ceiling") : null,
    };
}
