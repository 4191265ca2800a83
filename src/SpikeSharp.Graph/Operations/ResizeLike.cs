namespace SpikeSharp.Graph.Operations;

/// <summary>The first value at the size of the second, bilinearly between the centres of pixels.</summary>
public sealed record ResizeLike : Operation
{
    internal const string Word = "resizelike";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => "mixes neighbouring real numbers";

    internal override (int Fewest, int Most) Arity => (2, 2);

    internal override SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) => [new(null, 4 * output.Count)];

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) =>
        inputs[0] with
        {
            Height = inputs[1].Height,
            Width = inputs[1].Width,
        };

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (from, to) = (inputs[0].Shape, context.Shape);
        return inputs[0]
            .MapSteps(to, (source, target) =>
            {
                for (var c = 0; c < to.Channels; c++)
                    Bilinear.Plane(
                        source.Slice(c * from.Plane, from.Plane),
                        from.Height,
                        from.Width,
                        target.Slice(c * to.Plane, to.Plane),
                        to.Height,
                        to.Width
                    );
            });
    }

    internal static Operation Read(OperationFields fields) => new ResizeLike();
}
