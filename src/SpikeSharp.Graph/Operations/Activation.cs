using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>A function of each number alone. ReLU and what spikes can carry are <see cref="Neuron"/>'s.</summary>
/// <param name="Function">Which.</param>
/// <param name="Alpha">α, for the functions that have it.</param>
/// <param name="Beta">β.</param>
public sealed record Activation(ActivationKind Function, float Alpha = 0, float Beta = 0) : Operation
{
    internal const string Word = "activation";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => "takes a function of potentials";

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.RequireFinite("alpha", Alpha);
        context.RequireFinite("beta", Beta);
        if (Function == ActivationKind.Clip && Alpha > Beta)
            throw context.Error($"it clips to {Alpha}…{Beta}, which holds no number");
        return inputs[0];
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        inputs[0]
            .MapSteps(context.Shape, (x, y) =>
            {
                for (var i = 0; i < x.Length; i++)
                    y[i] = Of(x[i]);
            });

    /// <summary>The function of one number.</summary>
    public double Of(double x) =>
        Function switch
        {
            ActivationKind.Sigmoid => Sigmoid(x),
            ActivationKind.Tanh => Math.Tanh(x),
            ActivationKind.Exp => Math.Exp(x),
            ActivationKind.Log => Math.Log(x),
            ActivationKind.Sqrt => Math.Sqrt(x),
            ActivationKind.SiLU => x * Sigmoid(x),
            ActivationKind.Gelu when Alpha == 1 => 0.5 * x * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))),
            ActivationKind.Gelu => 0.5 * x * (1 + ErrorFunction.Of(x / Math.Sqrt(2))),
            ActivationKind.Elu => x < 0 ? Alpha * (Math.Exp(x) - 1) : x,
            ActivationKind.HardSwish => x * Math.Clamp(x / 6 + 0.5, 0, 1),
            ActivationKind.HardSigmoid => Math.Clamp(Alpha * x + Beta, 0, 1),
            ActivationKind.Softplus => Softplus(x),
            ActivationKind.Mish => x * Math.Tanh(Softplus(x)),
            ActivationKind.Negate => -x,
            ActivationKind.Abs => Math.Abs(x),
            ActivationKind.Reciprocal => 1 / x,
            ActivationKind.Clip => Math.Clamp(x, Alpha, Beta),
            _ => ErrorFunction.Of(x),
        };

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    // The larger part outside, so that e^x does not overflow.
    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("function", OperationFields.Word(Function));
        if (Alpha != 0)
            json.WriteNumber("alpha", Alpha);
        if (Beta != 0)
            json.WriteNumber("beta", Beta);
    }

    internal static Operation Read(OperationFields fields) =>
        new Activation(fields.Choice<ActivationKind>("function"), fields.Real("alpha", absent: 0), fields.Real("beta", absent: 0));
}
