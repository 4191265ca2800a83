namespace SpikeSharp.Graph.Operations;

/// <summary>Bilinear interpolation between the centres of pixels (align_corners = false).</summary>
internal static class Bilinear
{
    /// <summary>One plane at another size.</summary>
    internal static void Plane(ReadOnlySpan<double> source, int height, int width, Span<double> target, int outHeight, int outWidth)
    {
        for (int y = 0; y < outHeight; y++)
        {
            var (top, bottom, below) = Between(y, outHeight, height);
            for (int x = 0; x < outWidth; x++)
            {
                var (left, right, beside) = Between(x, outWidth, width);
                double above = source[top * width + left] * (1 - beside) + source[top * width + right] * beside;
                double under = source[bottom * width + left] * (1 - beside) + source[bottom * width + right] * beside;
                target[y * outWidth + x] = above * (1 - below) + under * below;
            }
        }
    }

    private static (int First, int Second, double Share) Between(int at, int outSize, int size)
    {
        double place = Math.Max(0, (at + 0.5) * size / outSize - 0.5);
        int first = Math.Min((int)place, size - 1);
        return (first, Math.Min(first + 1, size - 1), place - first);
    }
}
