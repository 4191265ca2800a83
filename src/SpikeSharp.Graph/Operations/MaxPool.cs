using System.Text.Json;
using SpikeSharp.Graph.Format;
using SpikeSharp.Graph.Interpretation;

namespace SpikeSharp.Graph.Operations;

/// <summary>Largest value of each window; outside the image is −∞.</summary>
/// <param name="Window">The window and how it moves.</param>
public sealed record MaxPool(Window Window) : Operation, ISpatialMap
{
    internal const string Word = "maxpool";

    /// <summary>A square window.</summary>
    /// <param name="kernel">Side of the window.</param>
    /// <param name="stride">Step in both directions, 1…1024.</param>
    /// <param name="padding">Border on each side, at most half the window.</param>
    public MaxPool(int kernel, int stride, int padding)
        : this(Window.Square(kernel, stride, padding))
    {
    }

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <summary>Height of the window; its side when it is square.</summary>
    public int Kernel => Window.KernelHeight;

    /// <summary>Step downwards; in both directions when the window is square.</summary>
    public int Stride => Window.StrideHeight;

    /// <summary>Border above; on each side when the window is square.</summary>
    public int Padding => Window.PadTop;

    /// <summary>Lossless pooling over time: the result's sum up to any t is the largest sum of the window up to t. Plain pooling of spikes
    /// step by step counts the spikes of different pixels as if they were one pixel's.</summary>
    public bool Accumulates { get; init; }

    // What a step adds to the largest sum is at least 0 and at most the largest spike of the window.
    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        if (Accumulates && !inputs[0].Timed) throw context.Error("it pools over time a value that does not vary over time");
        return Window.Infer(context, inputs[0]);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        Accumulates ? Accumulate(inputs[0], context.Shape) : inputs[0].MapPlanes(context.Shape, this);

    // A += x(t);  m = pool(A);  out(t) = m − M;  M = m
    private ValueTensor Accumulate(ValueTensor input, ValueShape shape)
    {
        var sums = new double[input.Shape.Count];
        var (pooled, before) = (new double[shape.Count], new double[shape.Count]);
        var result = input.MapSteps(shape, (x, output) =>
        {
            for (int i = 0; i < sums.Length; i++) sums[i] += x[i];
            for (int c = 0; c < shape.Channels; c++)
                Apply<double>(sums.AsSpan(c * input.Shape.Plane, input.Shape.Plane), input.Shape, pooled.AsSpan(c * shape.Plane, shape.Plane), shape);
            for (int i = 0; i < pooled.Length; i++) (output[i], before[i]) = (pooled[i] - before[i], pooled[i]);
        });
        return input.IsSpikes ? new ValueTensor(shape, result.TimeSteps, Array.ConvertAll(result.ToReals(), s => (byte)s), input.MaxSpikes) : result;
    }

    void ISpatialMap.Apply<T>(ReadOnlySpan<T> source, ValueShape from, Span<T> target, ValueShape to) => Apply(source, from, target, to);

    private void Apply<T>(ReadOnlySpan<T> source, ValueShape from, Span<T> target, ValueShape to)
        where T : struct, System.Numerics.IComparisonOperators<T, T, bool>
    {
        for (int y = 0; y < to.Height; y++)
        {
            var (top, bottom) = Window.Rows(y, from.Height);
            for (int x = 0; x < to.Width; x++)
            {
                var (left, right) = Window.Columns(x, from.Width);
                int row = (Window.Top(y) + top * Window.DilationHeight) * from.Width + Window.Left(x) + left * Window.DilationWidth;
                T largest = source[row];
                for (int ky = top; ky < bottom; ky++, row += Window.DilationHeight * from.Width)
                {
                    for (int kx = left, at = row; kx < right; kx++, at += Window.DilationWidth) largest = source[at] > largest ? source[at] : largest;
                }
                target[y * to.Width + x] = largest;
            }
        }
    }

    internal override void Write(Utf8JsonWriter json)
    {
        Window.Write(json);
        if (Accumulates) json.WriteBoolean("accumulates", Accumulates);
    }

    internal static Operation Read(OperationFields fields) =>
        new MaxPool(Window.Read(fields)) { Accumulates = fields.Boolean("accumulates", absent: false) };
}
