namespace SpikeSharp.Graph.Operations;

/// <summary>
/// Positions of a value's pixels as sines and cosines, [C, H, W] like the value: half of the channels tell the row, half the column
/// (docs/spec/spike2former.md 4.1).
/// </summary>
public sealed record SinePositions : Operation
{
    internal const string Word = "positions";

    private const double Temperature = 10000,
        Eps = 1e-6;

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => "adds places to potentials";

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs) =>
        inputs[0].Channels % 2 == 0
            ? inputs[0] with
            {
                Timed = false,
            }
            : throw context.Error($"it tells rows and columns in {inputs[0].Channels} channels, wanted an even number");

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var shape = context.Shape;
        var values = new double[shape.Count];
        Fill(values, shape.Channels, shape.Height, shape.Width);
        return new ValueTensor(shape, 1, values);
    }

    /// <summary>Writes them, [C, H, W] row-major: the sine where the channel's number is even, the cosine where it is odd.</summary>
    public static void Fill(Span<double> values, int channels, int height, int width)
    {
        int half = channels / 2,
            plane = height * width;
        for (var channel = 0; channel < channels; channel++)
        {
            var j = channel % half;
            var period = Math.Pow(Temperature, 2.0 * (j / 2) / half);
            for (var at = 0; at < plane; at++)
            {
                var (y, x) = Math.DivRem(at, width);
                double place = channel < half ? (y + 1) / (height + Eps) : (x + 1) / (width + Eps),
                    angle = place * 2 * Math.PI / period;
                values[channel * plane + at] = j % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle);
            }
        }
    }

    internal static Operation Read(OperationFields fields) => new SinePositions();
}
