using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Puts factor − 1 zeros between neighbouring pixels: a side of n becomes (n − 1)·factor + 1. A transposed convolution is this, a
/// border of zeros, and a convolution with the kernel turned round.</summary>
/// <param name="Factor">1…1024.</param>
public sealed record Spread(int Factor) : Operation
{
    internal const string Word = "spread";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("factor", Factor, 1, 1024);
        return inputs[0] with
        {
            Height = context.Side("height", WindowAxis.Reach(inputs[0].Height, Factor)),
            Width = context.Side("width", WindowAxis.Reach(inputs[0].Width, Factor)),
        };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var from = inputs[0].Shape;
        return inputs[0]
            .Moved(
                context.Shape,
                Places.Of(context.Shape, (c, y, x) =>
                    y % Factor == 0 && x % Factor == 0 ? (c * from.Height + y / Factor) * from.Width + x / Factor : -1
                )
            );
    }

    internal override void Write(Utf8JsonWriter json) => json.WriteNumber("factor", Factor);

    internal static Operation Read(OperationFields fields) => new Spread(fields.Integer("factor"));
}
