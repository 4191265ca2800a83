using SpikeSharp.Torch;

namespace SpikeSharp.Models.Spike2Former;

/// <summary>Positions as sines and cosines (spec/spike2former.md 4.1).</summary>
internal static class SineEncoding
{
    private const double Temperature = 10000, Eps = 1e-6;

    /// <summary>[1, 2·half, 1, height·width]: half channels of the row, then half of the column; sine where the channel is even, cosine where it is odd.</summary>
    public static Tensor Of(int half, int height, int width)
    {
        var values = new float[2 * half * height * width];
        for (var channel = 0; channel < 2 * half; channel++)
        {
            var j = channel % half;
            var period = Math.Pow(Temperature, 2.0 * (j / 2) / half);
            for (var at = 0; at < height * width; at++)
            {
                var (y, x) = Math.DivRem(at, width);
                var place = channel < half ? (y + 1) / (height + Eps) : (x + 1) / (width + Eps);
                var angle = place * 2 * Math.PI / period;
                values[channel * height * width + at] = (float)(j % 2 == 0 ? Math.Sin(angle) : Math.Cos(angle));
            }
        }
        return Tensor.From(values, 1, 2 * half, 1, height * width);
    }
}
