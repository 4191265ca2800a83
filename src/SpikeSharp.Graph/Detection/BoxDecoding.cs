using System.Numerics;

namespace SpikeSharp.Graph.Detection;

/// <summary>From the raw maps of the head to boxes in pixels and class probabilities (SpikeYOLO, 2.4).</summary>
public static class BoxDecoding
{
    /// <summary>Bins a side: distances are 0 … 15 cells.</summary>
    public const int Bins = 16;

    /// <summary>Channels of the raw map that hold the box: left, top, right, bottom, each of 16 bins.</summary>
    public const int BoxChannels = 4 * Bins;

    /// <summary>Decodes one level of one image.</summary>
    /// <param name="raw">[64 + classes, height · width] logits, boxes first.</param>
    /// <param name="level">Size and stride of the map.</param>
    /// <param name="classes">Number of classes.</param>
    /// <param name="output">[4 + classes, anchors] of all levels: centre, width, height in pixels of the input, then probabilities.</param>
    /// <param name="anchors">Anchors of all levels together.</param>
    /// <param name="firstAnchor">Where this level's anchors start.</param>
    public static void Decode(ReadOnlySpan<float> raw, FeatureLevel level, int classes, Span<float> output, int anchors, int firstAnchor)
    {
        var cells = level.Cells;
        ArgumentOutOfRangeException.ThrowIfNotEqual(raw.Length, (BoxChannels + classes) * cells, nameof(raw));
        ArgumentOutOfRangeException.ThrowIfNotEqual(output.Length, (4 + classes) * anchors, nameof(output));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(firstAnchor + cells, anchors, nameof(firstAnchor));

        for (var side = 0; side < 4; side++)
        {
            Distances(raw.Slice(side * Bins * cells, Bins * cells), output.Slice(side * anchors + firstAnchor, cells));
        }
        ToPixels(level, output, anchors, firstAnchor);
        for (var c = 0; c < classes; c++)
        {
            Sigmoid(raw.Slice((BoxChannels + c) * cells, cells), output.Slice((4 + c) * anchors + firstAnchor, cells));
        }
    }

    /// <summary>Distances of one side: the expectation of 0 … 15 under the softmax of the bins (DFL).</summary>
    /// <param name="logits">[16, cells].</param>
    /// <param name="distances">[cells], in cells.</param>
    public static void Distances(ReadOnlySpan<float> logits, Span<float> distances)
    {
        var cells = distances.Length;
        ArgumentOutOfRangeException.ThrowIfNotEqual(logits.Length, Bins * cells, nameof(logits));
        var width = Vector<float>.Count;
        var cell = 0;
        for (; cell <= cells - width; cell += width)
        {
            var largest = new Vector<float>(logits[cell..]);
            for (var bin = 1; bin < Bins; bin++)
                largest = Vector.Max(largest, new Vector<float>(logits[(bin * cells + cell)..]));
            Vector<float> sum = Vector<float>.Zero,
                weighted = Vector<float>.Zero;
            for (var bin = 0; bin < Bins; bin++)
            {
                var e = Vector.Exp(new Vector<float>(logits[(bin * cells + cell)..]) - largest);
                sum += e;
                weighted += e * bin;
            }
            (weighted / sum).CopyTo(distances[cell..]);
        }
        for (; cell < cells; cell++)
        {
            var largest = float.NegativeInfinity;
            for (var bin = 0; bin < Bins; bin++)
                largest = Math.Max(largest, logits[bin * cells + cell]);
            float sum = 0,
                weighted = 0;
            for (var bin = 0; bin < Bins; bin++)
            {
                var e = MathF.Exp(logits[bin * cells + cell] - largest);
                sum += e;
                weighted += e * bin;
            }
            distances[cell] = weighted / sum;
        }
    }

    /// <summary>Replaces left, top, right, bottom in cells by centre, width, height in pixels.</summary>
    private static void ToPixels(FeatureLevel level, Span<float> output, int anchors, int firstAnchor)
    {
        for (var cell = 0; cell < level.Cells; cell++)
        {
            var (row, column) = Math.DivRem(cell, level.Width);
            ref var left = ref output[firstAnchor + cell];
            ref var top = ref output[anchors + firstAnchor + cell];
            ref var right = ref output[2 * anchors + firstAnchor + cell];
            ref var bottom = ref output[3 * anchors + firstAnchor + cell];
            float x1 = column + 0.5f - left,
                y1 = row + 0.5f - top,
                x2 = column + 0.5f + right,
                y2 = row + 0.5f + bottom;
            left = (x1 + x2) / 2 * level.Stride;
            top = (y1 + y2) / 2 * level.Stride;
            right = (x2 - x1) * level.Stride;
            bottom = (y2 - y1) * level.Stride;
        }
    }

    private static void Sigmoid(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        var i = 0;
        for (; i <= logits.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (Vector<float>.One / (Vector<float>.One + Vector.Exp(-new Vector<float>(logits[i..])))).CopyTo(probabilities[i..]);
        }
        for (; i < logits.Length; i++)
            probabilities[i] = 1 / (1 + MathF.Exp(-logits[i]));
    }
}
