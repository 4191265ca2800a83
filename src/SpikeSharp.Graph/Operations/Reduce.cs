using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>One number of all along some axes, which keep size 1: a global pooling, for instance.</summary>
/// <param name="Function">Mean, sum, largest or smallest.</param>
/// <param name="OverChannels">Whether the channels become one.</param>
/// <param name="OverHeight">Whether the rows become one.</param>
/// <param name="OverWidth">Whether the columns become one.</param>
public sealed record Reduce(ReduceKind Function, bool OverChannels, bool OverHeight, bool OverWidth) : Operation
{
    internal const string Word = "reduce";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) =>
        inputs[0] with
        {
            Channels = OverChannels ? 1 : inputs[0].Channels,
            Height = OverHeight ? 1 : inputs[0].Height,
            Width = OverWidth ? 1 : inputs[0].Width,
        };

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (from, to) = (inputs[0].Shape, context.Shape);
        return inputs[0]
            .MapSteps(to, (source, target) =>
            {
                target.Fill(
                    Function switch
                    {
                        ReduceKind.Max => double.NegativeInfinity,
                        ReduceKind.Min => double.PositiveInfinity,
                        _ => 0,
                    }
                );
                for (var i = 0; i < source.Length; i++)
                {
                    var (row, x) = Math.DivRem(i, from.Width);
                    var (c, y) = Math.DivRem(row, from.Height);
                    ref var result = ref target[
                        ((OverChannels ? 0 : c) * to.Height + (OverHeight ? 0 : y)) * to.Width + (OverWidth ? 0 : x)
                    ];
                    result = Function switch
                    {
                        ReduceKind.Max => Math.Max(result, source[i]),
                        ReduceKind.Min => Math.Min(result, source[i]),
                        _ => result + source[i],
                    };
                }
                if (Function != ReduceKind.Mean)
                    return;
                foreach (ref var sum in target)
                    sum /= (double)from.Count / to.Count;
            });
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteString("function", OperationFields.Word(Function));
        json.WriteBoolean("channels", OverChannels);
        json.WriteBoolean("height", OverHeight);
        json.WriteBoolean("width", OverWidth);
    }

    internal static Operation Read(OperationFields fields) =>
        new Reduce(fields.Choice<ReduceKind>("function"), fields.Boolean("channels"), fields.Boolean("height"), fields.Boolean("width"));
}
