namespace SpikeSharp.Graph.Operations;

/// <summary>
/// Scores of classes at every pixel of the image, from queries with a class and a mask: Σ_q softmax(classes)[k, q] · sigmoid(mask of q at
/// the image's size) (docs/spec/spike2former.md 4.6). Inputs: class logits [K + 1, 1, Q], the last of which is no object; mask logits [Q,
/// h, w]; the image.
/// </summary>
public sealed record SemanticHead : Operation
{
    internal const string Word = "semantic";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => "multiplies the softmax of classes with the sigmoid of masks";

    internal override (int Fewest, int Most) Arity => (3, 3);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        if (inputs[0].Plane != inputs[1].Channels)
            throw context.Error($"it sees classes {inputs[0]} and masks {inputs[1]}, wanted one of each for every query");
        if (inputs[0].Channels < 2)
            throw context.Error("there is no class beside no object");
        if (inputs[0].Timed || inputs[1].Timed)
            throw context.Error("it sees one result, not one a time step");
        return new ValueShape(inputs[0].Channels - 1, inputs[2].Height, inputs[2].Width, Timed: false);
    }

    // Masks become the image's size; what follows is decoding.
    internal override SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) =>
        [new(null, 4L * inputs[1].Channels * output.Plane)];

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (shape, masks) = (context.Shape, inputs[1].Shape);
        var shares = new Softmax(Axis.Channels, Logarithm: false).Evaluate(context with { Shape = inputs[0].Shape }, [inputs[0]]).ToReals();
        var logits = inputs[1].ToReals();
        var result = new double[shape.Count];
        var mask = new double[shape.Plane];
        for (var q = 0; q < masks.Channels; q++)
        {
            Bilinear.Plane(logits.AsSpan(q * masks.Plane, masks.Plane), masks.Height, masks.Width, mask, shape.Height, shape.Width);
            foreach (ref var m in mask.AsSpan())
                m = 1 / (1 + Math.Exp(-m));
            for (var k = 0; k < shape.Channels; k++)
            {
                var share = shares[k * masks.Channels + q];
                var target = result.AsSpan(k * shape.Plane, shape.Plane);
                for (var i = 0; i < target.Length; i++)
                    target[i] += share * mask[i];
            }
        }
        return new ValueTensor(shape, 1, result);
    }

    internal static Operation Read(OperationFields fields) => new SemanticHead();
}
