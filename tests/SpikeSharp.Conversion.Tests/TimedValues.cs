using SpikeSharp.Graph;
using SpikeSharp.Graph.Interpretation;
using SpikeSharp.Graph.Operations;
using SpikeSharp.Testing;

namespace SpikeSharp.Conversion.Tests;

/// <summary>Feeds tensors [T, B, C, H, W] to operations over time.</summary>
internal static class TimedValues
{
    /// <summary>What a chain of operations makes of a tensor of a case.</summary>
    internal static double[] Run(GoldenCase golden, string input, params Operation[] operations)
    {
        var shape = golden.Shape(input);
        int steps = shape[0],
            images = shape[1],
            size = shape[2] * shape[3] * shape[4];
        var numbers = golden.Doubles(input);
        double[]? all = null;
        for (var b = 0; b < images; b++)
        {
            var values = new double[steps * size];
            for (var t = 0; t < steps; t++)
                Array.Copy(numbers, (t * images + b) * size, values, t * size, size);
            var value = new ValueTensor(new ValueShape(shape[2], shape[3], shape[4], Timed: true), steps, values);
            foreach (var operation in operations)
                value = NodeArithmetic.OverTime(new GraphNode("node", operation, ["x"]), value);
            var result = value.Reals;
            all ??= new double[images * result.Length];
            var count = result.Length / steps;
            for (var t = 0; t < steps; t++)
                result.Slice(t * count, count).CopyTo(all.AsSpan((t * images + b) * count));
        }
        return all!;
    }
}
