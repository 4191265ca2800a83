namespace SpikeSharp.Graph.Operations;

/// <summary>Numbers that do not depend on the image.</summary>
/// <param name="Value">[C, H, W].</param>
public sealed record Constant(WeightTensor Value) : Operation
{
    internal const string Word = "constant";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => "gives numbers that are added to potentials";

    /// <inheritdoc/>
    public override IEnumerable<(string Role, WeightTensor Tensor)> Weights => [("value", Value)];

    internal override (int Fewest, int Most) Arity => (0, 0);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) =>
        Value.Shape.Count == 3
            ? new ValueShape(Value.Shape[0], Value.Shape[1], Value.Shape[2], Timed: false)
            : throw context.Error($"the value has shape {Value}, wanted [C, H, W]");

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        new(context.Shape, 1, Array.ConvertAll(Value.Array, x => (double)x));

    internal static Operation Read(OperationFields fields) => new Constant(fields.Weight("value"));
}
