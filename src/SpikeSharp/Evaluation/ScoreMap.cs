namespace SpikeSharp.Evaluation;

/// <summary>What a network without boxes gives for a picture: a score a class, everywhere on a grid or once.</summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="Height">Rows of the grid.</param>
/// <param name="Width">Columns of the grid.</param>
/// <param name="Values">[Classes, Height, Width], before any softmax.</param>
public sealed record ScoreMap(int Classes, int Height, int Width, float[] Values)
{
    /// <summary>The class of every pixel of a picture: scores interpolated bilinearly between the grid's cells, then the highest, the first of equal ones.</summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <returns>[height, width], row-major.</returns>
    public byte[] ClassesAt(int width, int height)
    {
        var result = new byte[width * height];
        var best = new float[width];
        var columns = Enumerable.Range(0, width).Select(x => Between(x, width, Width)).ToArray();
        for (var y = 0; y < height; y++)
        {
            var (top, bottom, down) = Between(y, height, Height);
            var row = result.AsSpan(y * width, width);
            for (var c = 0; c < Classes; c++)
            {
                var upper = Values.AsSpan((c * Height + top) * Width, Width);
                var lower = Values.AsSpan((c * Height + bottom) * Width, Width);
                for (var x = 0; x < width; x++)
                {
                    var (left, right, across) = columns[x];
                    var above = upper[left] + (upper[right] - upper[left]) * across;
                    var below = lower[left] + (lower[right] - lower[left]) * across;
                    var score = above + (below - above) * down;
                    if (c > 0 && !(score > best[x])) continue;
                    (best[x], row[x]) = (score, (byte)c);
                }
            }
        }
        return result;
    }

    /// <summary>Probabilities of the classes of a picture as a whole.</summary>
    public double[] Probabilities()
    {
        var largest = Values.Max();
        double[] shares = [.. Values.Select(value => Math.Exp(value - largest))];
        var sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    // The cells a pixel's centre lies between, and how far it is from the first (align_corners = false).
    private static (int First, int Second, float Share) Between(int at, int length, int cells)
    {
        var place = Math.Max(0, (at + 0.5) * cells / length - 0.5);
        var first = Math.Min((int)place, cells - 1);
        return (first, Math.Min(first + 1, cells - 1), (float)(place - first));
    }
}
