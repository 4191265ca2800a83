namespace SpikeSharp.Graph.Operations;

/// <summary>scale·x + shift, one pair of numbers a channel: a batch normalisation at inference.</summary>
/// <param name="Scale">[C].</param>
/// <param name="Shift">[C].</param>
public sealed record Affine(WeightTensor Scale, WeightTensor Shift) : Operation
{
    internal const string Word = "affine";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => Scale.Values.ContainsAnyExcept(1f) ? "scales potentials by channel" : "adds numbers to potentials";

    /// <inheritdoc/>
    public override IEnumerable<(string Role, WeightTensor Tensor)> Weights => [("scale", Scale), ("shift", Shift)];

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        foreach (var (role, tensor) in Weights)
        {
            if (tensor.Shape.Count != 1 || tensor.Shape[0] != inputs[0].Channels)
                throw context.Error($"the {role} has shape {tensor}, wanted [{inputs[0].Channels}]");
        }
        return inputs[0];
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var plane = context.Shape.Plane;
        return inputs[0]
            .MapSteps(context.Shape, (x, y) =>
            {
                for (var i = 0; i < x.Length; i++)
                    y[i] = (double)Scale.Values[i / plane] * x[i] + Shift.Values[i / plane];
            });
    }

    internal static Operation Read(OperationFields fields) => new Affine(fields.Weight("scale"), fields.Weight("shift"));
}
