using SpikeSharp.Graph;

namespace SpikeSharp.Engine.Weights;

/// <summary>Weights as 8-bit integers with one scale an output channel: weight ≈ scale · integer, |integer| ≤ 127.</summary>
internal sealed class QuantisedWeights
{
    internal const int Most = 127;

    internal QuantisedWeights(WeightTensor weight)
    {
        int outputs = weight.Shape[0],
            size = weight.Values.Length / outputs;
        (Values, Scale) = (new sbyte[weight.Values.Length], new float[outputs]);
        for (var o = 0; o < outputs; o++)
        {
            var row = weight.Values.Slice(o * size, size);
            float largest = 0;
            foreach (var w in row)
                largest = Math.Max(largest, Math.Abs(w));
            Scale[o] = largest > 0 ? largest / Most : 1;
            // Clamped as well: a subnormal scale can be off by more than a rounding.
            for (var i = 0; i < size; i++)
                Values[o * size + i] = (sbyte)Math.Clamp(MathF.Round(row[i] / Scale[o]), -Most, Most);
        }
    }

    /// <summary>The integers as float32.</summary>
    internal WeightTensor ToReals(WeightTensor like) => new([.. like.Shape], Array.ConvertAll(Values, w => (float)w));

    /// <summary>Bound of any sum of weights times spikes −D…D.</summary>
    internal long LargestSum(int maxSpikes)
    {
        var size = Values.Length / Scale.Length;
        long largest = 0;
        for (var o = 0; o < Scale.Length; o++)
        {
            long sum = 0;
            foreach (var w in Values.AsSpan(o * size, size))
                sum += Math.Abs((int)w);
            largest = Math.Max(largest, sum);
        }
        return maxSpikes * largest;
    }

    /// <summary>Row-major as the weights they stand for.</summary>
    internal sbyte[] Values { get; }

    /// <summary>One an output channel.</summary>
    internal float[] Scale { get; }
}
