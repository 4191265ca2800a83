using System.Text.Json;

namespace SpikeSharp.Graph.Operations;

/// <summary>Decodes the maps of an anchor-free head (spec 2.4): expectation over the bins, boxes in pixels, class probabilities.</summary>
/// <remarks>Inputs: one static map [4·RegMax + ClassCount, h, w] for each level, finest first. Output: static
/// [4 + ClassCount, 1, anchors], rows centre x, centre y, width, height in pixels of the network's input, then the classes; anchors
/// level by level, row-major.</remarks>
/// <param name="RegMax">Bins for each side of a box, 1…256.</param>
/// <param name="ClassCount">Classes, 1…65536.</param>
/// <param name="Strides">Pixels of a cell, one for each input.</param>
public sealed record DetectionHead(int RegMax, int ClassCount, IReadOnlyList<int> Strides) : Operation
{
    internal const string Word = "detect";

    /// <inheritdoc/>
    public override string Kind => Word;

    /// <summary>The frozen bin values 0…RegMax−1 of the expectation.</summary>
    public override long ParameterCount => RegMax;

    internal override (int Fewest, int Most) Arity => (1, int.MaxValue);

    internal override ValueShape Infer(ShapeContext context, ReadOnlySpan<ValueShape> inputs)
    {
        context.Require("regMax", RegMax, 1, 256);
        context.Require("classCount", ClassCount, 1, 65536);
        if (Strides.Count != inputs.Length)
            throw context.Error($"it has {Strides.Count} strides for {inputs.Length} inputs");
        long anchors = 0;
        for (var level = 0; level < inputs.Length; level++)
        {
            context.Require("stride", Strides[level], 1, 1024);
            if (inputs[level].Timed)
                throw context.Error("it wants static maps: take the mean over time first");
            if (inputs[level].Channels != 4 * RegMax + ClassCount)
                throw context.Error($"map {level} has {inputs[level].Channels} channels, wanted {4 * RegMax + ClassCount}");
            anchors += (long)inputs[level].Height * inputs[level].Width;
        }
        if (anchors > GraphShapes.MaxElements)
            throw context.Error($"{anchors} anchors are too many");
        return new ValueShape(4 + ClassCount, 1, (int)anchors, Timed: false);
    }

    internal override ValueTensor Evaluate(in EvaluationContext context, ReadOnlySpan<ValueTensor> inputs)
    {
        var result = new double[context.Shape.Count];
        int anchors = context.Shape.Width,
            first = 0;
        Span<double> sides = stackalloc double[4];
        for (var level = 0; level < inputs.Length; level++)
        {
            var map = inputs[level].ToReals();
            var shape = inputs[level].Shape;
            for (var cell = 0; cell < shape.Plane; cell++)
            {
                for (var side = 0; side < 4; side++)
                    sides[side] = Expectation(map, side * RegMax * shape.Plane + cell, shape.Plane);
                var column = first + cell;
                double x = cell % shape.Width + 0.5,
                    y = cell / shape.Width + 0.5,
                    stride = Strides[level];
                result[column] = (x + (sides[2] - sides[0]) / 2) * stride;
                result[anchors + column] = (y + (sides[3] - sides[1]) / 2) * stride;
                result[2 * anchors + column] = (sides[0] + sides[2]) * stride;
                result[3 * anchors + column] = (sides[1] + sides[3]) * stride;
                for (var c = 0; c < ClassCount; c++)
                    result[(4 + c) * anchors + column] = 1 / (1 + Math.Exp(-map[(4 * RegMax + c) * shape.Plane + cell]));
            }
            first += shape.Plane;
        }
        return new ValueTensor(context.Shape, 1, result);
    }

    /// <summary>Distance of one side in cells: Σ k·softmax(logits)_k.</summary>
    private double Expectation(double[] map, int at, int step)
    {
        double largest = double.NegativeInfinity,
            sum = 0,
            weighted = 0;
        for (var k = 0; k < RegMax; k++)
            largest = Math.Max(largest, map[at + k * step]);
        for (var k = 0; k < RegMax; k++)
        {
            var e = Math.Exp(map[at + k * step] - largest);
            (sum, weighted) = (sum + e, weighted + k * e);
        }
        return weighted / sum;
    }

    internal override void Write(Utf8JsonWriter json)
    {
        json.WriteNumber("regMax", RegMax);
        json.WriteNumber("classCount", ClassCount);
        json.WriteStartArray("strides");
        foreach (var stride in Strides)
            json.WriteNumberValue(stride);
        json.WriteEndArray();
    }

    internal static Operation Read(OperationFields fields) =>
        new DetectionHead(fields.Integer("regMax"), fields.Integer("classCount"), fields.Integers("strides"));
}
