using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>The same numbers in the same row-major order under another shape of as many.</summary>
/// <param name="Channels">C of the output.</param>
/// <param name="Height">H of the output.</param>
/// <param name="Width">W of the output.</param>
public sealed record Reshape(int Channels, int Height, int Width) : Operation
{
    internal const string Word = "reshape";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        if (Channels < 1 || Height < 1 || Width < 1 || (Int128)Channels * Height * Width != inputs[0].Count)
            throw context.Error($"{inputs[0]} cannot be seen as {Channels}×{Height}×{Width}");
        return new ValueShape(Channels, Height, Width, inputs[0].Timed);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        inputs[0].Reshaped(context.Shape);

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("channels", Channels);
        json.WriteNumber("height", Height);
        json.WriteNumber("width", Width);
    }

    internal static Operation Read(OperationFields fields) =>
        new Reshape(fields.Integer("channels"), fields.Integer("height"), fields.Integer("width"));
}
