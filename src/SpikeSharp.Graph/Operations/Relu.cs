using System.Text.Json;
using SpikeSharp.Graph.Neurons;

namespace SpikeSharp.Graph.Operations;

/// <summary>ReLU and its kin, the activations of ANN twins and of networks to be converted: slope·x below 0, and no more than the
/// ceiling.</summary>
/// <param name="Slope">Slope of a LeakyReLU below 0; 0 for ReLU.</param>
/// <param name="Ceiling">Largest value of a clipped ReLU, above 0; null for none.</param>
public sealed record Relu(float Slope = 0, float? Ceiling = null) : Neuron
{
    private const string QuantumRole = "quantum";

    /// <summary>
    /// Of a quantised ReLU the size q of its steps, [1] or [C]: q·max(0, ⌊½ + x/q⌋) (docs/spec/spicalib.md 8.1); null for none.
    /// </summary>
    public WeightTensor? Quantum { get; init; }

    /// <inheritdoc/>
    public override NeuronKind Equation => NeuronKind.Relu;

    /// <inheritdoc/>
    public override bool IsRising => Slope >= 0;

    /// <inheritdoc/>
    public override IEnumerable<(string Role, WeightTensor Tensor)> Weights => Quantum is null ? [] : [(QuantumRole, Quantum)];

    /// <inheritdoc/>
    public override Neuron OfChannels(int first, int count) => Quantum is null ? this : this with { Quantum = Part(Quantum, first, count) };

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var current = inputs[0].ToReals();
        int count = (int)context.Shape.Count,
            plane = context.Shape.Plane;
        var rectified = new double[current.Length];
        for (var i = 0; i < rectified.Length; i++)
            rectified[i] = Rectify(current[i], i % count / plane);
        return new ValueTensor(context.Shape, context.Shape.Steps(context.TimeSteps), rectified);
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

    private protected override void Check(ShapeContext context, int channels)
    {
        context.RequireFinite("slope", Slope);
        if (Ceiling is { } ceiling && !(ceiling > 0 && float.IsFinite(ceiling)))
            throw context.Error($"ceiling is {ceiling}, wanted above 0");
        if (Quantum is not null)
            CheckPositive(context, Quantum, QuantumRole, channels);
    }

    private protected override (int MaxSpikes, float Decay, float Threshold) Common => (1, 0, 1);

    private protected override void WriteOwn(Utf8JsonWriter json)
    {
        if (Slope != 0)
            json.WriteNumber("slope", Slope);
        if (Ceiling is { } ceiling)
            json.WriteNumber("ceiling", ceiling);
        if (Quantum is not null)
            json.WriteBoolean("quantised", true);
    }

    internal static Relu FromFile(OperationFields fields) =>
        new(fields.Real("slope", absent: 0), fields.Has("ceiling") ? fields.Real("ceiling") : null)
        {
            Quantum = fields.Boolean("quantised", absent: false) ? fields.Weight(QuantumRole) : null,
        };
}
