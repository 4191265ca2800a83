using System.Text.Json;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;

namespace SpikeSharp.Graph.Operations;

/// <summary>Largest value of each window; outside the image is −∞.</summary>
/// <param name="Kernel">Side of the window, 1…1024.</param>
/// <param name="Stride">Step in both directions, 1…1024.</param>
/// <param name="Padding">Border on each side, at most half the window, so that every window meets the image.</param>
public sealed record MaxPool(int Kernel, int Stride, int Padding) : Operation, ISpatialMap
{
    internal const string Word = "maxpool";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("kernel", Kernel, 1, 1024);
        context.Require("stride", Stride, 1, 1024);
        context.Require("padding", Padding, 0, Kernel / 2);
        return inputs[0] with
        {
            Height = Windows.Count(inputs[0].Height, Kernel, Stride, Padding),
            Width = Windows.Count(inputs[0].Width, Kernel, Stride, Padding),
        };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        inputs[0].MapPlanes(context.Shape, this);

    void ISpatialMap.Apply<T>(ReadOnlySpan<T> source, ValueShape from, Span<T> target, ValueShape to)
    {
        for (int y = 0; y < to.Height; y++)
        {
            int top = Math.Max(0, y * Stride - Padding), bottom = Math.Min(from.Height, y * Stride - Padding + Kernel);
            for (int x = 0; x < to.Width; x++)
            {
                int left = Math.Max(0, x * Stride - Padding), right = Math.Min(from.Width, x * Stride - Padding + Kernel);
                T largest = source[top * from.Width + left];
                for (int row = top; row < bottom; row++)
                {
                    foreach (var value in source[(row * from.Width + left)..(row * from.Width + right)])
                        largest = value > largest ? value : largest;
                }
                target[y * to.Width + x] = largest;
            }
        }
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("kernel", Kernel);
        json.WriteNumber("stride", Stride);
        json.WriteNumber("padding", Padding);
    }

    internal static Operation Read(OperationFields fields) =>
        new MaxPool(fields.Integer("kernel"), fields.Integer("stride"), fields.Integer("padding"));
}
