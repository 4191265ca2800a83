using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>
/// mask[q, y, x] = scale · Σ_c spikes[c, q] · feature[c, y, x]: real numbers added up as often as spikes say (docs/spec/spike2former.md
/// 4.5).
/// </summary>
/// <param name="Scale">Factor on the sum.</param>
public sealed record MaskProduct(float Scale) : Operation
{
    internal const string Word = "masks";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool IsSynaptic => true;

    internal override int? SpikeGate => 0;

    internal override (int Fewest, int Most) Arity => (2, 2);

    internal override SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) =>
        [new(0, inputs[0].Count * inputs[1].Plane)];

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.RequireFinite("scale", Scale);
        if (inputs[0].Channels != inputs[1].Channels)
            throw context.Error($"it sees queries {inputs[0]} and a feature {inputs[1]}, wanted the same channels");
        return inputs[1] with { Channels = inputs[0].Plane, Timed = inputs[0].Timed || inputs[1].Timed };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (shape, steps) = (context.Shape, context.Shape.Steps(context.TimeSteps));
        var (spikes, feature) = (inputs[0].ToReals(), inputs[1].ToReals());
        var result = new double[shape.Count * steps];
        int plane = shape.Plane,
            queries = shape.Channels;
        var binary = context.Arithmetic == SpikeArithmetic.Binary && inputs[0] is { IsSpikes: true, IsSigned: false };
        for (var t = 0; t < steps; t++)
        {
            for (var c = 0; c < inputs[0].Shape.Channels; c++)
            {
                var source = feature.AsSpan(inputs[1].Row(t) + c * plane, plane);
                for (var q = 0; q < queries; q++)
                {
                    var spike = spikes[inputs[0].Row(t) + c * queries + q];
                    var target = result.AsSpan((int)(t * shape.Count) + q * plane, plane);
                    // Over virtual steps the feature is added once for each that fires.
                    if (binary)
                        for (var step = 0; step < spike; step++)
                        for (var i = 0; i < plane; i++)
                            target[i] += source[i];
                    else if (spike != 0)
                        for (var i = 0; i < plane; i++)
                            target[i] += spike * source[i];
                }
            }
        }
        for (var i = 0; i < result.Length; i++)
            result[i] *= Scale;
        return new ValueTensor(shape, steps, result);
    }

    internal override void Write(Utf8JsonWriter json) => json.WriteNumber("scale", Scale);

    internal static Operation Read(OperationFields fields) => new MaskProduct(fields.Real("scale"));
}
