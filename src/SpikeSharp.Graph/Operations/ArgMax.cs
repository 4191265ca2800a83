using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Where along an axis the largest number stands, counted from 0; the first of equal ones. The axis keeps size 1.</summary>
/// <param name="Axis">The axis.</param>
public sealed record ArgMax(Axis Axis) : Operation
{
    internal const string Word = "argmax";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) => inputs[0].With(Axis, 1);

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (_, size, inner) = inputs[0].Shape.Around(Axis);
        return inputs[0]
            .MapSteps(context.Shape, (x, y) =>
            {
                for (var line = 0; line < y.Length; line++)
                {
                    int first = line / inner * size * inner + line % inner,
                        largest = 0;
                    for (var i = 1; i < size; i++)
                        largest = x[first + i * inner] > x[first + largest * inner] ? i : largest;
                    y[line] = largest;
                }
            });
    }

    internal override void Write(Utf8JsonWriter json) => json.WriteString("axis", OperationFields.Word(Axis));

    internal static Operation Read(OperationFields fields) => new ArgMax(fields.Choice<Axis>("axis"));
}
