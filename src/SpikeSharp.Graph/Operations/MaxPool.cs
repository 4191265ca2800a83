using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Largest value of each window; outside the image is −∞.</summary>
/// <param name="Window">The window and how it moves.</param>
public sealed record MaxPool(PoolingWindow Window) : Operation, ISpatialMap
{
    internal const string Word = "maxpool";

    /// <summary>A square window.</summary>
    /// <param name="kernel">Side of the window.</param>
    /// <param name="stride">Step in both directions, 1…1024.</param>
    /// <param name="padding">Border on each side, at most half the window.</param>
    public MaxPool(int kernel, int stride, int padding)
        : this(PoolingWindow.Square(kernel, stride, padding)) { }

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <summary>Height of the window; its side when it is square.</summary>
    public int Kernel => Window.KernelHeight;

    /// <summary>Step downwards; in both directions when the window is square.</summary>
    public int Stride => Window.StrideHeight;

    /// <summary>Border above; on each side when the window is square.</summary>
    public int Padding => Window.PadTop;

    // Large enough to decide by the sums, small enough to leave the input in float64.
    private const double GateGain = 1000;

    /// <summary>How it treats spikes that arrive over time.</summary>
    public PoolingOverTime OverTime { get; init; }

    // What a step adds to the largest sum is at least 0 and at most the largest spike of the window.
    internal override bool KeepsSpikes => true;

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        if (!Enum.IsDefined(OverTime))
            throw context.Error($"it pools over time in way {(int)OverTime}, which is unknown");
        if (OverTime != PoolingOverTime.Instantaneous && !inputs[0].Timed)
            throw context.Error("it pools over time a value that does not vary over time");
        return Window.Infer(context, inputs[0]);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs) =>
        OverTime switch
        {
            PoolingOverTime.Lossless => Accumulate(inputs[0], context.Shape),
            PoolingOverTime.RateGate => Gate(inputs[0], context.Shape),
            _ => inputs[0].MapPlanes(context.Shape, this),
        };

    // A += x(t);  m = pool(A);  out(t) = m − M;  M = m
    private ValueTensor Accumulate(ValueTensor input, ValueShape shape)
    {
        var sums = new double[input.Shape.Count];
        var (pooled, before) = (new double[shape.Count], new double[shape.Count]);
        var result = input.MapSteps(shape, (x, output) =>
        {
            for (var i = 0; i < sums.Length; i++)
                sums[i] += x[i];
            Pool(sums, input.Shape, pooled, shape);
            for (var i = 0; i < pooled.Length; i++)
                (output[i], before[i]) = (pooled[i] - before[i], pooled[i]);
        });
        return AsSpikes(result, input);
    }

    // out(t) = pool(x + 1000·S) − pool(1000·S);  S += x
    private ValueTensor Gate(ValueTensor input, ValueShape shape)
    {
        var (sums, now, before) = (new double[input.Shape.Count], new double[input.Shape.Count], new double[input.Shape.Count]);
        var pooled = new double[shape.Count];
        return AsSpikes(input.MapSteps(shape, (x, output) =>
            {
                for (var i = 0; i < sums.Length; i++)
                {
                    sums[i] += x[i];
                    (before[i], now[i]) = (GateGain * sums[i], x[i] + GateGain * sums[i]);
                }
                Pool(now, input.Shape, pooled, shape);
                pooled.CopyTo(output);
                Pool(before, input.Shape, pooled, shape);
                for (var i = 0; i < pooled.Length; i++)
                    output[i] -= pooled[i];
            }), input);
    }

    private void Pool(double[] planes, ValueShape from, double[] pooled, ValueShape to)
    {
        for (var c = 0; c < to.Channels; c++)
            Apply<double>(planes.AsSpan(c * from.Plane, from.Plane), from, pooled.AsSpan(c * to.Plane, to.Plane), to);
    }

    private static ValueTensor AsSpikes(ValueTensor result, ValueTensor input) =>
        input.IsSpikes
            ? new ValueTensor(
                result.Shape,
                result.TimeSteps,
                Array.ConvertAll(result.ToReals(), s => (byte)(int)Math.Round(s)),
                input.MaxSpikes,
                input.IsSigned
            )
            : result;

    void ISpatialMap.Apply<T>(ReadOnlySpan<T> source, ValueShape from, Span<T> target, ValueShape to) => Apply(source, from, target, to);

    private void Apply<T>(ReadOnlySpan<T> source, ValueShape from, Span<T> target, ValueShape to)
        where T : struct, System.Numerics.IComparisonOperators<T, T, bool>
    {
        var window = Window.On(from.Height, from.Width);
        for (var y = 0; y < to.Height; y++)
        {
            var (top, bottom) = window.Rows(y, from.Height);
            for (var x = 0; x < to.Width; x++)
            {
                var (left, right) = window.Columns(x, from.Width);
                var row = (window.Top(y) + top * window.DilationHeight) * from.Width + window.Left(x) + left * window.DilationWidth;
                var largest = source[row];
                for (var ky = top; ky < bottom; ky++, row += window.DilationHeight * from.Width)
                {
                    for (int kx = left, at = row; kx < right; kx++, at += window.DilationWidth)
                        largest = source[at] > largest ? source[at] : largest;
                }
                target[y * to.Width + x] = largest;
            }
        }
    }

    internal override void Write(Utf8JsonWriter json)
    {
        Window.Write(json);
        if (OverTime != PoolingOverTime.Instantaneous)
            json.WriteString("overTime", OverTime == PoolingOverTime.Lossless ? "lossless" : "gate");
    }

    internal static Operation Read(OperationFields fields) =>
        new MaxPool(PoolingWindow.Read(fields))
        {
            OverTime = !fields.Has("overTime")
                ? PoolingOverTime.Instantaneous
                : fields.Word("overTime") switch
                {
                    "lossless" => PoolingOverTime.Lossless,
                    "gate" => PoolingOverTime.RateGate,
                    var other => throw fields.Error($"pooling over time '{other}' is unknown, wanted lossless or gate"),
                },
        };
}
