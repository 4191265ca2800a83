using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Nearest neighbour: each pixel becomes factor × factor pixels.</summary>
/// <param name="Factor">1…64.</param>
public sealed record Upsample(int Factor) : Operation, ISpatialMap
{
    internal const string Word = "upsample";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("factor", Factor, 1, 64);
        // The bound on elements keeps a side below 2^28, which 64 could carry past an int.
        context.Require("height", inputs[0].Height, 1, int.MaxValue / Factor);
        context.Require("width", inputs[0].Width, 1, int.MaxValue / Factor);
        return inputs[0] with { Height = inputs[0].Height * Factor, Width = inputs[0].Width * Factor };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        inputs[0].MapPlanes(context.Shape, this);

    void ISpatialMap.Apply<T>(ReadOnlySpan<T> source, ValueShape from, Span<T> target, ValueShape to)
    {
        for (var y = 0; y < to.Height; y++)
        {
            for (var x = 0; x < to.Width; x++)
                target[y * to.Width + x] = source[y / Factor * from.Width + x / Factor];
        }
    }

    internal override void Write(Utf8JsonWriter json) => json.WriteNumber("factor", Factor);

    internal static Operation Read(OperationFields fields) => new Upsample(fields.Integer("factor"));
}
