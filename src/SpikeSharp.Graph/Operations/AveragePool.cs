using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Mean of each window.</summary>
/// <param name="Window">The window and how it moves.</param>
/// <param name="CountsPadding">Whether taps in the border count as zeros; otherwise the mean is over the taps inside the image. Taps beyond
/// the border, which only a last window of <see cref="PoolingWindow.Ceil"/> has, never count.</param>
public sealed record AveragePool(PoolingWindow Window, bool CountsPadding) : Operation
{
    internal const string Word = "averagepool";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) => Window.Infer(context, inputs[0]);

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (from, to) = (inputs[0].Shape, context.Shape);
        return inputs[0]
            .MapSteps(to, (source, target) =>
            {
                for (var c = 0; c < to.Channels; c++)
                    Pool(source.Slice(c * from.Plane, from.Plane), from, target.Slice(c * to.Plane, to.Plane), to);
            });
    }

    private void Pool(ReadOnlySpan<double> source, ValueShape from, Span<double> target, ValueShape to)
    {
        var window = Window.On(from.Height, from.Width);
        for (var y = 0; y < to.Height; y++)
        {
            var (top, bottom) = window.Rows(y, from.Height);
            long rows = CountsPadding
                ? WindowAxis
                    .Taps(
                        y * window.StrideHeight,
                        from.Height + window.PadTop + window.PadBottom,
                        window.KernelHeight,
                        window.DilationHeight
                    )
                    .End
                : bottom - top;
            for (var x = 0; x < to.Width; x++)
            {
                var (left, right) = window.Columns(x, from.Width);
                long columns = CountsPadding
                    ? WindowAxis
                        .Taps(
                            x * window.StrideWidth,
                            from.Width + window.PadLeft + window.PadRight,
                            window.KernelWidth,
                            window.DilationWidth
                        )
                        .End
                    : right - left;
                double sum = 0;
                for (var ky = top; ky < bottom; ky++)
                {
                    var row = (window.Top(y) + ky * window.DilationHeight) * from.Width + window.Left(x);
                    for (var kx = left; kx < right; kx++)
                        sum += source[row + kx * window.DilationWidth];
                }
                target[y * to.Width + x] = sum / (rows * columns);
            }
        }
    }

    internal override void Write(Utf8JsonWriter json)
    {
        Window.Write(json);
        json.WriteBoolean("countsPadding", CountsPadding);
    }

    internal static Operation Read(OperationFields fields) => new AveragePool(PoolingWindow.Read(fields), fields.Boolean("countsPadding"));
}
