using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>e^x divided by its sum along an axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Logarithm">Whether the result is the logarithm of that.</param>
public sealed record Softmax(Axis Axis, bool Logarithm) : Operation
{
    internal const string Word = "softmax";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => "takes the softmax";

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) => inputs[0];

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (outer, size, inner) = context.Shape.Around(Axis);
        return inputs[0]
            .MapSteps(context.Shape, (x, y) =>
            {
                for (var line = 0; line < outer * inner; line++)
                {
                    var first = line / inner * size * inner + line % inner;
                    double largest = double.NegativeInfinity,
                        sum = 0;
                    for (var i = 0; i < size; i++)
                        largest = Math.Max(largest, x[first + i * inner]);
                    for (var i = 0; i < size; i++)
                        sum += Math.Exp(x[first + i * inner] - largest);
                    for (int i = 0, at = first; i < size; i++, at += inner)
                        y[at] = Logarithm ? x[at] - largest - Math.Log(sum) : Math.Exp(x[at] - largest) / sum;
                }
            });
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("axis", OperationFields.Word(Axis));
        json.WriteBoolean("logarithm", Logarithm);
    }

    internal static Operation Read(OperationFields fields) => new Softmax(fields.Choice<Axis>("axis"), fields.Boolean("logarithm"));
}
