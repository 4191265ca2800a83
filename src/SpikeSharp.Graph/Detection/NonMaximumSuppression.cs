using System.Buffers;
using System.Numerics;

namespace SpikeSharp.Graph.Detection;

/// <summary>Of detections that overlap too much, keeps the most confident (SpikeYOLO, 5.4 and 5.5).</summary>
/// <remarks>
/// Sorted by falling confidence, ties by anchor, then class; the same input gives the same output. There is no time limit: the reference
/// has one, and leaves the remaining images of a batch empty when it is over.
/// </remarks>
public static class NonMaximumSuppression
{
    /// <summary>As <see cref="Run(ReadOnlySpan{float}, int, SuppressionOptions, Span{Detection})"/>, into a new array.</summary>
    public static Detection[] Run(ReadOnlySpan<float> prediction, int classes, SuppressionOptions options)
    {
        var kept = new Detection[options.MaxDetections];
        return kept[..Run(prediction, classes, options, kept)];
    }

    /// <summary>Suppresses the detections of one image; allocates nothing.</summary>
    /// <param name="prediction">
    /// [4 + classes, anchors]: centre, width, height in pixels, then probabilities. An anchor whose box is not finite is left out.
    /// </param>
    /// <param name="classes">Number of classes, at least 1.</param>
    /// <param name="options">What to keep.</param>
    /// <param name="detections">Room for <see cref="SuppressionOptions.MaxDetections"/>.</param>
    /// <returns>How many were kept.</returns>
    public static int Run(ReadOnlySpan<float> prediction, int classes, SuppressionOptions options, Span<Detection> detections)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        var (anchors, rest) = Math.DivRem(prediction.Length, 4 + classes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(rest, 0, nameof(prediction));
        ArgumentOutOfRangeException.ThrowIfLessThan(detections.Length, options.MaxDetections, nameof(detections));
        ArgumentOutOfRangeException.ThrowIfNegative(options.Confidence);

        var keys = ArrayPool<ulong>.Shared.Rent(options.MultiLabel ? checked(anchors * classes) : anchors);
        var count = options.MultiLabel
            ? AllLabels(prediction, anchors, classes, options, keys)
            : BestLabels(prediction, anchors, classes, options, keys);
        var candidates = MostConfident(keys.AsSpan(0, count), options.MaxCandidates);
        var kept = Suppress(prediction, anchors, classes, options, candidates, detections);
        ArrayPool<ulong>.Shared.Return(keys);
        return kept;
    }

    // A candidate is one number whose order is the order wanted: the inverted bits of the confidence (positive floats sort as
    // integers), then anchor · classes + class.
    private static ulong Key(float confidence, int label) => (ulong)~BitConverter.SingleToUInt32Bits(confidence) << 32 | (uint)label;

    private static float Confidence(ulong key) => BitConverter.UInt32BitsToSingle(~(uint)(key >> 32));

    private static int AllLabels(ReadOnlySpan<float> prediction, int anchors, int classes, SuppressionOptions options, Span<ulong> keys)
    {
        var threshold = (float)options.Confidence;
        var count = 0;
        for (var c = 0; c < classes; c++)
        {
            if (options.Classes?.Contains(c) == false)
                continue;
            var scores = prediction.Slice((4 + c) * anchors, anchors);
            for (var a = Above(threshold, scores, 0); a < anchors; a = Above(threshold, scores, a + 1))
            {
                keys[count++] = Key(scores[a], a * classes + c);
            }
        }
        return count;
    }

    private static int BestLabels(ReadOnlySpan<float> prediction, int anchors, int classes, SuppressionOptions options, Span<ulong> keys)
    {
        var threshold = (float)options.Confidence;
        var best = keys[..anchors];
        best.Fill(ulong.MaxValue);
        for (var c = 0; c < classes; c++)
        {
            var scores = prediction.Slice((4 + c) * anchors, anchors);
            for (var a = Above(threshold, scores, 0); a < anchors; a = Above(threshold, scores, a + 1))
            {
                best[a] = Math.Min(best[a], Key(scores[a], a * classes + c));
            }
        }
        var count = 0;
        foreach (var key in best)
        {
            if (key != ulong.MaxValue && options.Classes?.Contains((int)((uint)key % classes)) != false)
                best[count++] = key;
        }
        return count;
    }

    /// <summary>The first score above the threshold at or after a place, else the length. Few are: most blocks are skipped.</summary>
    private static int Above(float threshold, ReadOnlySpan<float> scores, int from)
    {
        var limit = new Vector<float>(threshold);
        while (from <= scores.Length - Vector<float>.Count && !Vector.GreaterThanAny(new Vector<float>(scores[from..]), limit))
        {
            from += Vector<float>.Count;
        }
        while (from < scores.Length && !(scores[from] > threshold))
            from++;
        return from;
    }

    /// <summary>The best candidates, sorted. Of too many, a histogram of the upper bits spares sorting most of the rest.</summary>
    private static Span<ulong> MostConfident(Span<ulong> keys, int most)
    {
        if (keys.Length > most)
        {
            const int Bits = 13,
                Shift = 64 - Bits;
            Span<int> histogram = stackalloc int[1 << Bits];
            histogram.Clear();
            foreach (var key in keys)
                histogram[(int)(key >> Shift)]++;
            var limit = 0;
            for (var sum = histogram[0]; sum < most; sum += histogram[limit])
                limit++;
            var count = 0;
            foreach (var key in keys)
            {
                if ((int)(key >> Shift) <= limit)
                    keys[count++] = key;
            }
            keys = keys[..count];
        }
        keys.Sort();
        return keys[..Math.Min(keys.Length, most)];
    }

    private static int Suppress(
        ReadOnlySpan<float> prediction,
        int anchors,
        int classes,
        SuppressionOptions options,
        ReadOnlySpan<ulong> candidates,
        Span<Detection> kept
    )
    {
        // The boxes kept of one class form a chain: newest[class] is the last, earlier[i] the one before i.
        var newest = ArrayPool<int>.Shared.Rent(classes);
        var earlier = ArrayPool<int>.Shared.Rent(options.MaxDetections);
        var shifted = ArrayPool<Box>.Shared.Rent(options.MaxDetections);
        newest.AsSpan(0, classes).Fill(-1);
        var count = 0;
        foreach (var key in candidates)
        {
            if (count == options.MaxDetections)
                break;
            var (anchor, c) = Math.DivRem((int)(uint)key, classes);
            var (x, y) = (prediction[anchor], prediction[anchors + anchor]);
            var box = Box.FromCentre(x, y, prediction[2 * anchors + anchor], prediction[3 * anchors + anchor]);
            if (!box.IsFinite)
                continue;
            var shift = options.Agnostic ? 0 : c * options.ClassOffset;
            var moved = new Box(box.X1 + shift, box.Y1 + shift, box.X2 + shift, box.Y2 + shift);
            ref var chain = ref newest[options.Agnostic ? 0 : c];
            var better = chain;
            while (better >= 0 && !(shifted[better].IoU(moved) > options.IoU))
                better = earlier[better];
            if (better >= 0)
                continue;
            kept[count] = new Detection(box, Confidence(key), c);
            shifted[count] = moved;
            earlier[count] = chain;
            chain = count++;
        }
        ArrayPool<int>.Shared.Return(newest);
        ArrayPool<int>.Shared.Return(earlier);
        ArrayPool<Box>.Shared.Return(shifted);
        return count;
    }
}
