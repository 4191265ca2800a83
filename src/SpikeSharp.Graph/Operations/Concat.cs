namespace SpikeSharp.Graph.Operations;

/// <summary>Joins values along the channels, first operand first; a static value counts at every time step.</summary>
public sealed record Concat : Operation
{
    internal const string Word = "concat";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override (int Fewest, int Most) Arity => (1, int.MaxValue);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        long channels = 0;
        var timed = false;
        foreach (var input in inputs)
        {
            if ((input.Height, input.Width) != (inputs[0].Height, inputs[0].Width))
                throw context.Error($"it joins {inputs[0]} and {input}, wanted one height and width");
            channels += input.Channels;
            timed |= input.Timed;
        }
        if (channels > int.MaxValue)
            throw context.Error($"{channels} channels are too many");
        return inputs[0] with { Channels = (int)channels, Timed = timed };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        bool spikes = true,
            signed = false;
        var maxSpikes = 0;
        foreach (var input in inputs)
            (spikes, signed, maxSpikes) = (spikes && input.IsSpikes, signed || input.IsSigned, Math.Max(maxSpikes, input.MaxSpikes));
        // A byte above 127 would be a negative number among signed ones.
        spikes &= !signed || maxSpikes <= sbyte.MaxValue;
        var steps = context.Shape.Steps(context.TimeSteps);
        return spikes
            ? new ValueTensor(context.Shape, steps, Join(context.Shape, steps, inputs, input => input.SpikeArray), maxSpikes, signed)
            : new ValueTensor(context.Shape, steps, Join(context.Shape, steps, inputs, input => input.ToReals()));
    }

    private static T[] Join<T>(ValueShape shape, int steps, ReadOnlySpan<ValueTensor> inputs, Func<ValueTensor, T[]> values)
    {
        var joined = new T[shape.Count * steps];
        var channel = 0;
        foreach (var input in inputs)
        {
            var source = values(input);
            var count = (int)input.Shape.Count;
            for (var t = 0; t < steps; t++)
                source.AsSpan(input.Row(t), count).CopyTo(joined.AsSpan((int)(t * shape.Count) + channel * shape.Plane));
            channel += input.Shape.Channels;
        }
        return joined;
    }

    internal static Operation Read(OperationFields fields) => new Concat();
}
