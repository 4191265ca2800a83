using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Zeros around the image, as many on each side as that side wants.</summary>
/// <param name="Top">Rows above, 0…16384.</param>
/// <param name="Left">Columns on the left.</param>
/// <param name="Bottom">Rows below.</param>
/// <param name="Right">Columns on the right.</param>
public sealed record Pad(int Top, int Left, int Bottom, int Right) : Operation
{
    internal const string Word = "pad";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("top", Top, 0, GraphShapes.MaxSide);
        context.Require("left", Left, 0, GraphShapes.MaxSide);
        context.Require("bottom", Bottom, 0, GraphShapes.MaxSide);
        context.Require("right", Right, 0, GraphShapes.MaxSide);
        return inputs[0] with { Height = inputs[0].Height + Top + Bottom, Width = inputs[0].Width + Left + Right };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var from = inputs[0].Shape;
        return inputs[0]
            .Moved(
                context.Shape,
                Places.Of(context.Shape, (c, y, x) =>
                    (uint)(y - Top) < (uint)from.Height && (uint)(x - Left) < (uint)from.Width
                        ? (c * from.Height + y - Top) * from.Width + x - Left
                        : -1
                )
            );
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("top", Top);
        json.WriteNumber("left", Left);
        json.WriteNumber("bottom", Bottom);
        json.WriteNumber("right", Right);
    }

    internal static Operation Read(OperationFields fields) =>
        new Pad(fields.Integer("top"), fields.Integer("left"), fields.Integer("bottom"), fields.Integer("right"));
}
