using SpikeSharp.Graph;
using SpikeSharp.Onnx.Import.Reading;

namespace SpikeSharp.Onnx.Import.Operators;

/// <summary>Constant numbers as weights of the graph.</summary>
internal static class Weight
{
    /// <summary>The same numbers in the same order.</summary>
    public static WeightTensor Of(OnnxArray array, params ReadOnlySpan<int> shape) => new(shape, array.ToReals());

    /// <summary>A number for each channel: one each, or one for all.</summary>
    public static WeightTensor PerChannel(OnnxArray array, int channels)
    {
        if (array.Count == channels)
            return Of(array, channels);
        if (array.Count != 1)
            throw new NodeException($"{array.Count} numbers for {channels} channels");
        return Filled(channels, (float)array[0]);
    }

    /// <summary>One number for each channel.</summary>
    public static WeightTensor Filled(int channels, float value)
    {
        var numbers = new float[channels];
        Array.Fill(numbers, value);
        return new WeightTensor([channels], numbers);
    }
}
