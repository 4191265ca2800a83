using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>A function of two values, element by element. Along an axis where one has size 1 its number counts for all of the other's, and
/// a static value counts at every time step.</summary>
/// <param name="Function">Which.</param>
public sealed record Combine(CombineKind Function) : Operation
{
    internal const string Word = "combine";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override string RealWork => "combines real numbers with each other";

    internal override (int Fewest, int Most) Arity => (2, 2);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        var (a, b) = (inputs[0], inputs[1]);
        foreach (var axis in Enum.GetValues<Axis>())
        {
            if (a.Size(axis) != b.Size(axis) && a.Size(axis) != 1 && b.Size(axis) != 1)
                throw context.Error($"it combines {a} and {b}, wanted the same size or 1 along each axis");
        }
        return new ValueShape(
            Math.Max(a.Channels, b.Channels),
            Math.Max(a.Height, b.Height),
            Math.Max(a.Width, b.Width),
            a.Timed || b.Timed
        );
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var shape = context.Shape;
        int count = (int)shape.Count,
            steps = shape.Steps(context.TimeSteps);
        var (a, b) = (inputs[0].ToReals(), inputs[1].ToReals());
        var (atA, atB) = (Broadcast(inputs[0].Shape, shape), Broadcast(inputs[1].Shape, shape));
        var result = new double[count * steps];
        for (var t = 0; t < steps; t++)
        {
            int rowA = inputs[0].Row(t),
                rowB = inputs[1].Row(t);
            for (var i = 0; i < count; i++)
                result[t * count + i] = Of(a[rowA + atA[i]], b[rowB + atB[i]]);
        }
        return new ValueTensor(shape, steps, result);
    }

    private static int[] Broadcast(ValueShape from, ValueShape to) =>
        Places.Of(to, (c, y, x) =>
            ((from.Channels == 1 ? 0 : c) * from.Height + (from.Height == 1 ? 0 : y)) * from.Width + (from.Width == 1 ? 0 : x)
        );

    private double Of(double a, double b) =>
        Function switch
        {
            CombineKind.Add => a + b,
            CombineKind.Subtract => a - b,
            CombineKind.Multiply => a * b,
            CombineKind.Divide => a / b,
            CombineKind.Maximum => Math.Max(a, b),
            CombineKind.Minimum => Math.Min(a, b),
            _ => Math.Pow(a, b),
        };

    internal override void Write(Utf8JsonWriter json) => json.WriteString("function", OperationFields.Word(Function));

    internal static Operation Read(OperationFields fields) => new Combine(fields.Choice<CombineKind>("function"));
}
