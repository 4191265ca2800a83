using SpikeSharp.Graph.Operations;
using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Positions as sines and cosines (docs/spec/spike2former.md 4.1).</summary>
internal static class SineEncoding
{
    /// <summary>[1, 2·half, 1, height·width].</summary>
    public static Tensor Of(int half, int height, int width)
    {
        var values = new double[2 * half * height * width];
        SinePositions.Fill(values, 2 * half, height, width);
        return Tensor.From(Array.ConvertAll(values, value => (float)value), 1, 2 * half, 1, height * width);
    }
}
