namespace SpikeSharp.Graph.Operations;

/// <summary>Mean over the time steps: a static value.</summary>
public sealed record TimeMean : Operation
{
    internal const string Word = "timemean";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) => inputs[0] with { Timed = false };

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var input = inputs[0];
        var values = input.ToReals();
        var mean = new double[context.Shape.Count];
        for (var t = 0; t < input.TimeSteps; t++)
        {
            var row = values.AsSpan(input.Row(t), mean.Length);
            for (var i = 0; i < mean.Length; i++)
                mean[i] += row[i];
        }
        for (var i = 0; i < mean.Length; i++)
            mean[i] /= input.TimeSteps;
        return new ValueTensor(context.Shape, 1, mean);
    }

    internal static Operation Read(OperationFields fields) => new TimeMean();
}
