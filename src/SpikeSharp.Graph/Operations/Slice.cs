using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>A part of a value along one axis.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Start">First place taken, inside the value.</param>
/// <param name="End">Place after the last, above <paramref name="Start"/>; beyond the value it means its end, so <see cref="int.MaxValue"/>
/// takes all.</param>
/// <param name="Step">From one place to the next, at least 1.</param>
public sealed record Slice(Axis Axis, int Start, int End = int.MaxValue, int Step = 1) : Operation
{
    internal const string Word = "slice";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        var size = inputs[0].Size(Axis);
        context.Require("start", Start, 0, size - 1);
        context.Require("end", End, Start + 1, int.MaxValue);
        context.Require("step", Step, 1, int.MaxValue);
        return inputs[0].With(Axis, (Math.Min(End, size) - Start - 1) / Step + 1);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        inputs[0].Moved(context.Shape, Places.Along(inputs[0].Shape, context.Shape, Axis, i => Start + i * Step));

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("axis", OperationFields.Word(Axis));
        json.WriteNumber("start", Start);
        if (End != int.MaxValue)
            json.WriteNumber("end", End);
        if (Step != 1)
            json.WriteNumber("step", Step);
    }

    internal static Operation Read(OperationFields fields) =>
        new Slice(
            fields.Choice<Axis>("axis"),
            fields.Integer("start"),
            fields.Integer("end", int.MaxValue),
            fields.Integer("step", absent: 1)
        );
}
