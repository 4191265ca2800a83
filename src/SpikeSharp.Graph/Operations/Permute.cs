using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Sees a value as an array of more or fewer axes, changes their order, and sees the result as [C, H, W] again: transposing, space
/// to depth and back.</summary>
/// <param name="Sizes">The array's axes, 1…8 of them, outermost first.</param>
/// <param name="Order">Which of these axes each axis of the result is.</param>
/// <param name="Channels">C of the output.</param>
/// <param name="Height">H of the output.</param>
/// <param name="Width">W of the output.</param>
public sealed record Permute(IReadOnlyList<int> Sizes, IReadOnlyList<int> Order, int Channels, int Height, int Width) : Operation
{
    internal const string Word = "permute";

    private const int MostAxes = 8;

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("number of axes", Sizes.Count, 1, MostAxes);
        Int128 count = 1;
        foreach (var size in Sizes)
        {
            context.Require("size", size, 1, int.MaxValue);
            count *= size;
            if (count > inputs[0].Count)
                break;
        }
        if (count != inputs[0].Count)
            throw context.Error($"{inputs[0]} cannot be seen as [{string.Join(", ", Sizes)}]");
        if (!Order.Order().SequenceEqual(Enumerable.Range(0, Sizes.Count)))
            throw context.Error($"[{string.Join(", ", Order.Take(MostAxes))}] is no order of {Sizes.Count} axes");
        return new Reshape(Channels, Height, Width).Infer(context, inputs);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var rank = Sizes.Count;
        var steps = new int[rank];
        for (int axis = rank - 1, step = 1; axis >= 0; step *= Sizes[axis--])
            steps[axis] = step;
        var places = new int[context.Shape.Count];
        var at = new int[rank];
        for (int i = 0, place = 0; i < places.Length; i++)
        {
            places[i] = place;
            // The odometer's next reading, innermost axis of the result first.
            for (var axis = rank - 1; axis >= 0; axis--)
            {
                var source = Order[axis];
                place += steps[source];
                if (++at[axis] < Sizes[source])
                    break;
                place -= at[axis] * steps[source];
                at[axis] = 0;
            }
        }
        return inputs[0].Moved(context.Shape, places);
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteStartArray("sizes");
        foreach (var size in Sizes)
            json.WriteNumberValue(size);
        json.WriteEndArray();
        json.WriteStartArray("order");
        foreach (var axis in Order)
            json.WriteNumberValue(axis);
        json.WriteEndArray();
        json.WriteNumber("channels", Channels);
        json.WriteNumber("height", Height);
        json.WriteNumber("width", Width);
    }

    internal static Operation Read(OperationFields fields) =>
        new Permute(
            fields.Integers("sizes"),
            fields.Integers("order"),
            fields.Integer("channels"),
            fields.Integer("height"),
            fields.Integer("width")
        );
}
