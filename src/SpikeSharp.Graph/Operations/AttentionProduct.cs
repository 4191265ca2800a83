using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>
/// scale · q (kᵀ v), head by head: attention without softmax, of three values made of spikes. The sums kᵀ v are whole numbers, as are their
/// products with q, so that nothing is lost; the scale is applied once (docs/spec/spike2former.md 1.3, 4.3).
/// </summary>
/// <param name="Heads">Heads; head h owns channels h·d … h·d + d − 1.</param>
/// <param name="Scale">Factor on the whole numbers.</param>
public sealed record AttentionProduct(int Heads, float Scale) : Operation
{
    internal const string Word = "attention";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool IsSynaptic => true;

    // A spike of a key adds the d numbers of a value to the sums; a spike of a query adds d sums to the result.
    internal override SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) =>
        [new(1, inputs[1].Count * (output.Channels / Heads)), new(0, inputs[0].Count * (output.Channels / Heads))];

    internal override (int Fewest, int Most) Arity => (3, 3);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        var (q, k, v) = (inputs[0], inputs[1], inputs[2]);
        context.Require("heads", Heads, 1, q.Channels);
        context.RequireFinite("scale", Scale);
        if (q.Channels % Heads != 0)
            throw context.Error($"{q.Channels} channels cannot be shared among {Heads} heads");
        if (k.Channels != q.Channels || v.Channels != q.Channels || k.Height != v.Height || k.Width != v.Width)
            throw context.Error($"it sees queries {q}, keys {k} and values {v}, wanted the same channels, and keys of the values' size");
        return q with { Timed = q.Timed || k.Timed || v.Timed };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (shape, steps) = (context.Shape, context.Shape.Steps(context.TimeSteps));
        var (q, k, v) = (inputs[0], inputs[1], inputs[2]);
        var (qs, ks, vs) = (q.ToReals(), k.ToReals(), v.ToReals());
        var result = new double[shape.Count * steps];
        int d = shape.Channels / Heads,
            queries = shape.Plane,
            keys = k.Shape.Plane;
        var sums = new double[d * d];
        var binary = context.Arithmetic == SpikeArithmetic.Binary && IsUnsigned(q) && IsUnsigned(k) && IsUnsigned(v);
        for (var t = 0; t < steps; t++)
        {
            for (var head = 0; head < Heads; head++)
            {
                var first = head * d;
                for (var i = 0; i < d; i++)
                {
                    var key = ks.AsSpan(k.Row(t) + (first + i) * keys, keys);
                    for (var j = 0; j < d; j++)
                    {
                        var value = vs.AsSpan(v.Row(t) + (first + j) * keys, keys);
                        sums[i * d + j] = binary ? Together(key, k.MaxSpikes, value, v.MaxSpikes) : Product(key, value);
                    }
                }
                for (var j = 0; j < d; j++)
                {
                    var target = result.AsSpan((int)(t * shape.Count) + (first + j) * queries, queries);
                    for (var i = 0; i < d; i++)
                    {
                        var query = qs.AsSpan(q.Row(t) + (first + i) * queries, queries);
                        var sum = sums[i * d + j];
                        if (binary)
                            AddGated(query, q.MaxSpikes, sum, target);
                        else
                            for (var n = 0; n < queries; n++)
                                target[n] += query[n] * sum;
                    }
                    foreach (ref var x in target)
                        x *= Scale;
                }
            }
        }
        return new ValueTensor(shape, steps, result);
    }

    private static double Product(ReadOnlySpan<double> key, ReadOnlySpan<double> value)
    {
        double sum = 0;
        for (var l = 0; l < key.Length; l++)
            sum += key[l] * value[l];
        return sum;
    }

    private static bool IsUnsigned(ValueTensor value) => value.IsSpikes && !value.IsSigned;

    // Σ key · value without a multiplication: for every virtual step of the key and of the value, the places are counted at which both
    // fire.
    private static double Together(ReadOnlySpan<double> key, int keySteps, ReadOnlySpan<double> value, int valueSteps)
    {
        double count = 0;
        for (var a = 0; a < keySteps; a++)
        {
            for (var l = 0; l < key.Length; l++)
            {
                if (!(key[l] > a))
                    continue;
                for (var b = 0; b < valueSteps; b++)
                    if (value[l] > b)
                        count++;
            }
        }
        return count;
    }

    // Query · sum without a multiplication: the sum is added once for every virtual step in which the query fires.
    private static void AddGated(ReadOnlySpan<double> query, int querySteps, double sum, Span<double> target)
    {
        for (var c = 0; c < querySteps; c++)
        {
            for (var n = 0; n < query.Length; n++)
                if (query[n] > c)
                    target[n] += sum;
        }
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("heads", Heads);
        json.WriteNumber("scale", Scale);
    }

    internal static Operation Read(OperationFields fields) => new AttentionProduct(fields.Integer("heads"), fields.Real("scale"));
}
