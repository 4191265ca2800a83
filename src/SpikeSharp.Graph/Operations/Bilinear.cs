namespace SpikeSharp.Graph.Operations;

/// <summary>Bilinear interpolation between the centres of pixels (align_corners = false).</summary>
public static class Bilinear
{
    /// <summary>What each place of a resized axis is mixed from.</summary>
    /// <param name="size">Places of the axis before.</param>
    /// <param name="outSize">And after.</param>
    public static Sample[] Samples(int size, int outSize)
    {
        var samples = new Sample[outSize];
        for (var i = 0; i < outSize; i++)
        {
            var place = Math.Max(0, (i + 0.5) * size / outSize - 0.5);
            var first = Math.Min((int)place, size - 1);
            samples[i] = new Sample(first, Math.Min(first + 1, size - 1), place - first);
        }
        return samples;
    }

    /// <summary>One plane at another size.</summary>
    internal static void Plane(ReadOnlySpan<double> source, int height, int width, Span<double> target, int outHeight, int outWidth)
    {
        Sample[] rows = Samples(height, outHeight),
            columns = Samples(width, outWidth);
        for (var y = 0; y < outHeight; y++)
        {
            var (top, bottom, below) = rows[y];
            for (var x = 0; x < outWidth; x++)
            {
                var (left, right, beside) = columns[x];
                var above = source[top * width + left] * (1 - beside) + source[top * width + right] * beside;
                var under = source[bottom * width + left] * (1 - beside) + source[bottom * width + right] * beside;
                target[y * outWidth + x] = above * (1 - below) + under * below;
            }
        }
    }

    /// <summary>Two neighbours on an axis: the value is First · (1 − Share) + Second · Share.</summary>
    /// <param name="First">Place of the nearer to the start.</param>
    /// <param name="Second">Place of the other; the same at the border.</param>
    /// <param name="Share">Of the second, 0…1.</param>
    public readonly record struct Sample(int First, int Second, double Share);
}
