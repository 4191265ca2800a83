using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Sum of two or more values of one shape; a static value counts at every time step.</summary>
public sealed record Add : Operation
{
    internal const string Word = "add";

    /// <summary>Whether it adds spikes of one value into spikes, whole numbers for the weights behind; else it gives numbers.</summary>
    public bool OfSpikes { get; init; }

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => OfSpikes;

    internal override (int Fewest, int Most) Arity => (2, int.MaxValue);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        var shape = inputs[0];
        foreach (var input in inputs)
        {
            if (input with { Timed = shape.Timed } != shape)
                throw context.Error($"it adds {inputs[0]} and {input}, wanted one shape");
            shape = shape with { Timed = shape.Timed || input.Timed };
        }
        return shape;
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        int count = (int)context.Shape.Count,
            steps = context.Shape.Steps(context.TimeSteps),
            maxSpikes = 0;
        bool spikes = OfSpikes,
            signed = false;
        foreach (var input in inputs)
            (spikes, signed, maxSpikes) = (spikes && input.IsSpikes, signed || input.IsSigned, maxSpikes + input.MaxSpikes);
        if (OfSpikes && spikes && maxSpikes > (signed ? sbyte.MaxValue : byte.MaxValue))
            throw new GraphException($"the sum of its spikes may reach {maxSpikes}, more than a byte holds", context.Node);
        var sum = new double[count * steps];
        foreach (var input in inputs)
        {
            var terms = input.ToReals();
            for (var t = 0; t < steps; t++)
            {
                var row = terms.AsSpan(input.Row(t), count);
                var target = sum.AsSpan(t * count, count);
                for (var i = 0; i < row.Length; i++)
                    target[i] += row[i];
            }
        }
        return spikes
            ? new ValueTensor(context.Shape, steps, Array.ConvertAll(sum, s => (byte)(int)s), maxSpikes, signed)
            : new ValueTensor(context.Shape, steps, sum);
    }

    internal override void Write(Utf8JsonWriter json)
    {
        if (OfSpikes)
            json.WriteBoolean("ofSpikes", OfSpikes);
    }

    internal static Operation Read(OperationFields fields) => new Add { OfSpikes = fields.Boolean("ofSpikes", absent: false) };
}
