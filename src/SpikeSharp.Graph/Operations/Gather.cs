using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Places along one axis in any order and number: a channel shuffle, for instance, or an image turned over.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Indices">Which place of the input each place of the output takes; at most 2^20 of them.</param>
public sealed record Gather(Axis Axis, IReadOnlyList<int> Indices) : Operation
{
    internal const string Word = "gather";

    private const int MostIndices = 1 << 20;

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("number of indices", Indices.Count, 1, MostIndices);
        var size = inputs[0].Size(Axis);
        foreach (var index in Indices)
            context.Require("index", index, 0, size - 1);
        return inputs[0].With(Axis, Indices.Count);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        inputs[0].Moved(context.Shape, Places.Along(inputs[0].Shape, context.Shape, Axis, i => Indices[i]));

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("axis", OperationFields.Word(Axis));
        json.WriteStartArray("indices");
        foreach (var index in Indices)
            json.WriteNumberValue(index);
        json.WriteEndArray();
    }

    internal static Operation Read(OperationFields fields) => new Gather(fields.Choice<Axis>("axis"), fields.Integers("indices"));
}
