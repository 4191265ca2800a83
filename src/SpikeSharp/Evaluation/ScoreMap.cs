using System.Globalization;
using SpikeSharp.Torch;

namespace SpikeSharp.Evaluation;

/// <summary>What a network without boxes gives for a picture: a score a class, everywhere on a grid or once.</summary>
/// <param name="Classes">Number of classes.</param>
/// <param name="Height">Rows of the grid.</param>
/// <param name="Width">Columns of the grid.</param>
/// <param name="Values">[Classes, Height, Width], before any softmax.</param>
public sealed record ScoreMap(int Classes, int Height, int Width, float[] Values)
{
    /// <summary>
    /// The class of every pixel of a picture: scores interpolated bilinearly between the grid's cells, then the highest, the first of equal
    /// ones.
    /// </summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <returns>[height, width], row-major.</returns>
    public byte[] ClassesAt(int width, int height)
    {
        var result = new byte[width * height];
        var (best, scores) = (new float[width], new float[width]);
        var columns = Cells(width, Width);
        for (var y = 0; y < height; y++)
        {
            var row = result.AsSpan(y * width, width);
            for (var c = 0; c < Classes; c++)
            {
                Interpolate(c, Between(y, height, Height), columns, scores);
                for (var x = 0; x < width; x++)
                {
                    if (c > 0 && !(scores[x] > best[x]))
                        continue;
                    (best[x], row[x]) = (scores[x], (byte)c);
                }
            }
        }
        return result;
    }

    /// <summary>How many scores a grid has.</summary>
    /// <exception cref="ShapeException">More than an array holds.</exception>
    internal static int Length(int classes, int height, int width) =>
        (long)classes * height * width is var length && length <= Array.MaxLength
            ? (int)length
            : throw new ShapeException(
                $"a picture's scores of {classes} classes",
                string.Create(CultureInfo.InvariantCulture, $"at most {Array.MaxLength / classes} pixels"),
                $"{height}x{width}; take a smaller --imgsz"
            );

    /// <summary>Adds the scores, interpolated as in <see cref="ClassesAt"/>, to a part of a larger picture's.</summary>
    /// <param name="sums">[Classes, height, width].</param>
    /// <param name="height">The larger picture's height.</param>
    /// <param name="width">Its width.</param>
    /// <param name="top">First row of the part.</param>
    /// <param name="left">Its first column.</param>
    /// <param name="partHeight">Its height.</param>
    /// <param name="partWidth">Its width.</param>
    internal void AddTo(float[] sums, int height, int width, int top, int left, int partHeight, int partWidth)
    {
        var scores = new float[partWidth];
        var columns = Cells(partWidth, Width);
        for (var c = 0; c < Classes; c++)
        {
            for (var y = 0; y < partHeight; y++)
            {
                Interpolate(c, Between(y, partHeight, Height), columns, scores);
                var line = sums.AsSpan((c * height + top + y) * width + left, partWidth);
                for (var x = 0; x < partWidth; x++)
                    line[x] += scores[x];
            }
        }
    }

    /// <summary>Probabilities of the classes of a picture as a whole.</summary>
    public double[] Probabilities()
    {
        var largest = Values.Max();
        double[] shares = [.. Values.Select(value => Math.Exp(value - largest))];
        var sum = shares.Sum();
        return [.. shares.Select(share => share / sum)];
    }

    private void Interpolate(
        int c,
        (int First, int Second, float Share) row,
        (int First, int Second, float Share)[] columns,
        Span<float> scores
    )
    {
        var upper = Values.AsSpan((c * Height + row.First) * Width, Width);
        var lower = Values.AsSpan((c * Height + row.Second) * Width, Width);
        for (var x = 0; x < columns.Length; x++)
        {
            var (left, right, across) = columns[x];
            var above = upper[left] + (upper[right] - upper[left]) * across;
            var below = lower[left] + (lower[right] - lower[left]) * across;
            scores[x] = above + (below - above) * row.Share;
        }
    }

    private static (int First, int Second, float Share)[] Cells(int length, int cells) =>
        [.. Enumerable.Range(0, length).Select(at => Between(at, length, cells))];

    // The cells a pixel's centre lies between, and how far it is from the first (align_corners = false).
    private static (int First, int Second, float Share) Between(int at, int length, int cells)
    {
        var place = Math.Max(0, (at + 0.5) * cells / length - 0.5);
        var first = Math.Min((int)place, cells - 1);
        return (first, Math.Min(first + 1, cells - 1), (float)(place - first));
    }
}
