using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>
/// Samples of a value around each position, at places moved by offsets, between the four nearest pixels, added up as often as spikes say
/// (docs/spec/spike2former.md 3.4). Inputs: the value [C, H, W], offsets in pixels [G·K²·2, H, W], x before y, and spikes [G·K², H, W].
/// </summary>
/// <param name="Groups">G groups of C/G channels, each with places of its own.</param>
/// <param name="Kernel">K; place p = ix·K + iy lies ix − (K−1)/2 to the right and iy − (K−1)/2 below.</param>
/// <param name="Scale">Factor on the sum.</param>
public sealed record DeformableSampling(int Groups, int Kernel, float Scale) : Operation
{
    internal const string Word = "deformable";

    /// <inheritdoc/>
    public override string Kind => Word;

    internal override bool IsSynaptic => true;

    internal override int? SpikeGate => 2;

    internal override string RealWork => "samples real numbers at real offsets";

    internal override (int Fewest, int Most) Arity => (3, 3);

    // Four corners make a sample, which spikes then add up.
    internal override SynapticWork[] Work(ReadOnlySpan<ValueShape> inputs, ValueShape output) =>
        [new(null, 4 * output.Count * Kernel * Kernel), new(2, output.Count * Kernel * Kernel)];

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        var (value, offsets, weights) = (inputs[0], inputs[1], inputs[2]);
        context.Require("groups", Groups, 1, value.Channels);
        context.Require("kernel", Kernel, 1, 16);
        context.RequireFinite("scale", Scale);
        if (value.Channels % Groups != 0)
            throw context.Error($"{value.Channels} channels cannot be shared among {Groups} groups");
        var places = Groups * Kernel * Kernel;
        if (
            offsets.Channels != 2 * places
            || weights.Channels != places
            || offsets.Plane != value.Plane
            || weights.Plane != value.Plane
            || offsets.Width != value.Width
            || weights.Width != value.Width
        )
            throw context.Error(
                $"it samples {value} at offsets {offsets} with weights {weights}, wanted {2 * places} and {places} channels of the "
                    + $"value's size"
            );
        return value with { Timed = value.Timed || offsets.Timed || weights.Timed };
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var (shape, steps) = (context.Shape, context.Shape.Steps(context.TimeSteps));
        var (values, offsets, weights) = (inputs[0].ToReals(), inputs[1].ToReals(), inputs[2].ToReals());
        var result = new double[shape.Count * steps];
        for (var t = 0; t < steps; t++)
        {
            var target = result.AsSpan((int)(t * shape.Count), (int)shape.Count);
            var at = new Samples(values.AsSpan(inputs[0].Row(t)), offsets.AsSpan(inputs[1].Row(t)), weights.AsSpan(inputs[2].Row(t)));
            if (context.Arithmetic == SpikeArithmetic.Integer || inputs[2] is not { IsSpikes: true, IsSigned: false })
                Sample(shape, at, null, target);
            else
                for (var step = 0; step < inputs[2].MaxSpikes; step++)
                    Sample(shape, at, step, target);
        }
        return new ValueTensor(shape, steps, result);
    }

    /// <summary>Adds the samples of one virtual step, whose spikes are 0 or 1, or of all at once.</summary>
    private void Sample(ValueShape shape, in Samples from, int? step, Span<double> target)
    {
        int plane = shape.Plane,
            places = Kernel * Kernel,
            channels = shape.Channels / Groups,
            half = (Kernel - 1) / 2;
        for (var place = 0; place < Groups * places; place++)
        {
            var (group, p) = Math.DivRem(place, places);
            var (ix, iy) = Math.DivRem(p, Kernel);
            for (var at = 0; at < plane; at++)
            {
                double spikes = from.Weights[place * plane + at],
                    weight =
                        (
                            step is null ? spikes
                            : spikes > step ? 1
                            : 0
                        ) * Scale;
                if (weight == 0)
                    continue;
                var (y, x) = Math.DivRem(at, shape.Width);
                double px = x + ix - half + from.Offsets[2 * place * plane + at],
                    py = y + iy - half + from.Offsets[(2 * place + 1) * plane + at];
                // Whatever lies beyond the border by a pixel or more is nothing; so are offsets that are no numbers.
                if (!(px > -1 && px < shape.Width && py > -1 && py < shape.Height))
                    continue;
                int left = (int)Math.Floor(px),
                    top = (int)Math.Floor(py);
                double right = px - left,
                    below = py - top;
                AddCorner(shape, from.Value, target, group, channels, at, top, left, weight * (1 - below) * (1 - right));
                AddCorner(shape, from.Value, target, group, channels, at, top, left + 1, weight * (1 - below) * right);
                AddCorner(shape, from.Value, target, group, channels, at, top + 1, left, weight * below * (1 - right));
                AddCorner(shape, from.Value, target, group, channels, at, top + 1, left + 1, weight * below * right);
            }
        }
    }

    private static void AddCorner(
        ValueShape shape,
        ReadOnlySpan<double> value,
        Span<double> target,
        int group,
        int channels,
        int at,
        int y,
        int x,
        double weight
    )
    {
        if ((uint)y >= (uint)shape.Height || (uint)x >= (uint)shape.Width)
            return;
        var plane = shape.Plane;
        for (var c = group * channels; c < (group + 1) * channels; c++)
            target[c * plane + at] += weight * value[c * plane + y * shape.Width + x];
    }

    private readonly ref struct Samples(ReadOnlySpan<double> value, ReadOnlySpan<double> offsets, ReadOnlySpan<double> weights)
    {
        public readonly ReadOnlySpan<double> Value = value,
            Offsets = offsets,
            Weights = weights;
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("groups", Groups);
        json.WriteNumber("kernel", Kernel);
        json.WriteNumber("scale", Scale);
    }

    internal static Operation Read(OperationFields fields) =>
        new DeformableSampling(fields.Integer("groups"), fields.Integer("kernel"), fields.Real("scale"));
}
