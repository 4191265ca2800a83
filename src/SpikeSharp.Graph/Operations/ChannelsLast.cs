namespace SpikeSharp.Graph.Operations;

/// <summary>
/// Sees the numbers of [C, H, W] in their row-major order as [H, W, C], where permuting was meant: the reshape of the authors of
/// Spike2Former, which their checkpoints want (docs/spec/spike2former.md 3.5).
/// </summary>
public sealed record ChannelsLast : Operation
{
    internal const string Word = "channelslast";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) => inputs[0];

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var shape = context.Shape;
        return inputs[0].Moved(shape, Places.Of(shape, (c, y, x) => (y * shape.Width + x) * shape.Channels + c));
    }

    internal static Operation Read(OperationFields fields) => new ChannelsLast();
}
